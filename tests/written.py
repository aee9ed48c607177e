"""Formulas as people write them, each with what is meant, in Python; and what is refused, with what is said, what is
offered instead, and what the writer may have meant by it: as many meanings as there are fixes, " or " between them.

The meaning is written by hand and evaluated by Python alone: neither the reader nor SymPy has a part in it.
"""

PLACES = [{"x": x, "y": y, "a": 1.7, "b": 0.6, "c": -0.3} for x, y in ((0.7, 0.4), (1.3, 2.1), (2.2, 0.9))]
AT = (-0.7, 0.4), (0.9, -1.3), (-1.1, -0.6), (0.0, 0.0), (0.0, 0.8), (-0.4, 0.0)  # where many formulas have no value
PLACES += [{"x": x, "y": y, "a": 1.7, "b": 0.6, "c": -0.3} for x, y in AT]

MEANT = """
x²+y² | x**2 + y**2
x² + 3y² | x**2 + 3*y**2
x^2 + 3 y^2 | x**2 + 3*y**2
x**2 + y**2 | x**2 + y**2
x**2+3*y**2 | x**2 + 3*y**2
x ** 2 - y ** 2 | x**2 - y**2
x^2+y^2. | x**2 + y**2
½x² | x**2 / 2
½(x²+y²) | (x**2 + y**2) / 2
⅕x + ⅜y | x/5 + 3*y/8
¼x⁴ + ¾y² | x**4/4 + 3*y**2/4
⅓x³ − ⅔y | x**3/3 - 2*y/3
x × y | x * y
x×y | x * y
x·y | x * y
x ⋅ y | x * y
x ∙ y | x * y
x • y | x * y
x ∗ y | x * y
x*y | x * y
xy | x * y
yx | x * y
x y | x * y
x  y | x * y
x\u00a0y | x * y
x\u2009y | x * y
x\u202fy + 1 | x*y + 1
x\u2003+\u3000y | x + y
x ÷ y | x / y
x∕y | x / y
x/y | x / y
x − y | x - y
x – y | x - y
−x | -x
-x | -x
+x | x
+x - +y | x - y
--x | x
-−x | x
x--y | x + y
x - -y | x + y
x+-y | x - y
x*-y | -x * y
x·−y | -x * y
x/-y | -x / y
-x/-y | x / y
−x² | -(x**2)
-x^2 | -(x**2)
−x²−y² | -(x**2) - y**2
- x^2 - 2 y^2 | -(x**2) - 2*y**2
-(x)^2 | -(x**2)
(-x)^2 | x**2
(−x)² | x**2
-(x-1)^2 | -((x-1)**2)
-2^2x | -4 * x
(-2)^2x | 4 * x
(-2)^3x | -8 * x
-2x^2 | -2 * x**2
x - 2^2 y | x - 4*y
-x^-2 | -(x**-2)
-x⁻² | -(x**-2)
1/2x | x / 2
1/2 x | x / 2
1/(2x) | 1 / (2*x)
1/2xy | x * y / 2
x/2y | x / 2 * y
x/(2y) | x / (2*y)
x/2/y | x / 2 / y
x/y/2 | x / y / 2
x/y*2 | x / y * 2
x/y x | x / y * x
2/3x^2 | 2 * x**2 / 3
x^2/2 + y^2/4 | x**2/2 + y**2/4
x^2/2y | x**2 / 2 * y
1/x^2 | 1 / x**2
1/x/y | 1 / x / y
(1/2)/(x/y) | 0.5 / (x/y)
x/(y/(x/y)) | x / (y / (x/y))
1/(1+1/(1+x²)) | 1 / (1 + 1/(1+x**2))
((x+1)/(y+2))/((x+3)/(y+4)) | ((x+1)/(y+2)) / ((x+3)/(y+4))
x - (y - 1) | x - y + 1
x - y - 1 | x - y - 1
x - (y + 1) | x - y - 1
2 - (x - (y - 3)) | 2 - x + y - 3
2^3^2x | 512 * x
(2^3)^2x | 64 * x
x^2^3 | x**8
x^(2^3) | x**8
(x^2)^3 | x**6
x^y^2 | x**(y**2)
(x^y)^2 | x**(2*y)
x^2y | x**2 * y
x^(2y) | x**(2*y)
2^x | 2**x
2^-x | 2**-x
2^−x | 2**-x
2^xy | 2**x * y
x^-1 | 1 / x
x^−1 | 1 / x
x⁻¹ | 1 / x
x⁻²y | y / x**2
x^-y | x**-y
x^(1/2) | x**0.5
x^0.5 | x**0.5
x^.5 | x**0.5
x^1.5 | x**1.5
x^1/2 | x / 2
x^+2 | x**2
x² y³ | x**2 * y**3
x²y | x**2 * y
x¹² | x**12
xy² | x * y**2
(xy)² | (x*y)**2
(x+y)² | (x+y)**2
(x+y)(x-y) | (x+y) * (x-y)
(x+1)(y-2) | (x+1) * (y-2)
(x+1) (y-2) | (x+1) * (y-2)
(x+1)*(y-2) | (x+1) * (y-2)
3(x+y) | 3 * (x+y)
3 (x+y) | 3 * (x+y)
x(y+1) | x * (y+1)
(x)(y) | x * y
((x)) | x
2(3)x | 6 * x
2·3x | 6 * x
2*3x | 6 * x
2·3·x·4 | 24 * x
2 × 3 x | 6 * x
x·2 | 2 * x
x*2*3 | 6 * x
2.x | 2 * x
.5x | 0.5 * x
0.5x | 0.5 * x
007x | 7 * x
1e3x | 1000 * x
1e-3x | 0.001 * x
1E3x + 1e+2y | 1000*x + 100*y
1.5e-2 x | 0.015 * x
2e3x | 2000 * x
0.26(x²+y²)−0.48xy | 0.26*(x**2+y**2) - 0.48*x*y
e^x | exp(x)
e^-x | exp(-x)
e^−x | exp(-x)
e^(-x²) | exp(-(x**2))
e^-x^2 | exp(-(x**2))
e^−x²−y² | exp(-(x**2)) - y**2
e^(-x^2-y^2) | exp(-(x**2)-y**2)
e^xy | exp(x) * y
e^(xy) | exp(x*y)
e^2x | exp(2) * x
ex | e * x
e x | e * x
2e x | 2 * e * x
2e^x | 2 * exp(x)
xe^y | x * exp(y)
x e^(-y) | x * exp(-y)
exp(x)exp(y) | exp(x+y)
exp(-(x²+y²)/2) | exp(-(x**2+y**2)/2)
exp(x)^2 | exp(2*x)
exp(-x^2)^2 | exp(-2*x**2)
exp(1)^x | exp(x)
3exp(x) | 3 * exp(x)
xexp(y) | x * exp(y)
x exp(-x²) | x * exp(-(x**2))
e^e^x | exp(exp(x))
e^sin(x) | exp(sin(x))
πx | pi * x
2πx | 2 * pi * x
2 π x | 2 * pi * x
pi*x | pi * x
pi x | pi * x
pix | pi * x
2pi x | 2 * pi * x
xπ | pi * x
π²x | pi**2 * x
x/π | x / pi
sin(x) | sin(x)
sin (x) | sin(x)
sin(2x) | sin(2*x)
sin(πx) | sin(pi*x)
sin(2 pi x) | sin(2*pi*x)
sin(x)cos(y) | sin(x) * cos(y)
sin(x) cos(y) | sin(x) * cos(y)
sin(x)*cos(y) | sin(x) * cos(y)
sin(x)·cos(y) | sin(x) * cos(y)
xsin(y) | x * sin(y)
x sin(y) | x * sin(y)
2xsin(3y) | 2 * x * sin(3*y)
2sin(x)cos(y) | 2 * sin(x) * cos(y)
sin(x)y | sin(x) * y
sin(x)^2 | sin(x)**2
sin(x)² | sin(x)**2
(sin(x))^2 | sin(x)**2
sin(x^2) | sin(x**2)
sin(x)^2+cos(x)^2 | 1
sin(x)^2cos(y)^2 | sin(x)**2 * cos(y)**2
sin(x)^-1 | 1 / sin(x)
sin(x)⁻² | sin(x)**-2
sin(x)^0.5 | sin(x)**0.5
sin(x)^y | sin(x)**y
sin(x)^2y | sin(x)**2 * y
sin(cos(x)) | sin(cos(x))
sin(x)/x | sin(x) / x
1/sin(x) | 1 / sin(x)
1/sin(x)cos(y) | cos(y) / sin(x)
sin(-x) | -sin(x)
-sin(x) | -sin(x)
-sin(x)^2 | -(sin(x)**2)
sin(x-y)-1 | sin(x-y) - 1
sin(2)x | sin(2) * x
tan(x/4) | tan(x/4)
arcsin(x/3) | asin(x/3)
asin(x/3)+acos(y/3) | asin(x/3) + acos(y/3)
arctan(y/x) | atan(y/x)
arccos(x/3)^2 | acos(x/3)**2
sinh(x)cosh(y) | sinh(x) * cosh(y)
tanh(x)^2 | tanh(x)**2
cosh(x)^2-sinh(x)^2 | 1
ln(x) | log(x)
log(x) | log(x)
ln(x)^2 | log(x)**2
ln(x²+1) | log(x**2+1)
ln(xy) | log(x*y)
xln(x) | x * log(x)
x ln(x) | x * log(x)
ln(e^x) | x
√(x) | sqrt(x)
√(x²+y²) | sqrt(x**2+y**2)
√(2)x | sqrt(2) * x
√(x)² | sqrt(x)**2
√(x)y | sqrt(x) * y
2√(x) | 2 * sqrt(x)
sqrt(x^2+y^2) | sqrt(x**2+y**2)
sqrt(x)^3 | x**1.5
sqrt(sqrt(x)) | x**0.25
1/sqrt(x) | 1 / sqrt(x)
|x| | abs(x)
|x|+|y| | abs(x) + abs(y)
|x-1|+|y-2| | abs(x-1) + abs(y-2)
|x|² | abs(x)**2
|x-1|² | abs(x-1)**2
|x|^3 | abs(x)**3
-|x-1|^2 | -(abs(x-1)**2)
|x||y-2| | abs(x) * abs(y-2)
|x-1| |y-2| | abs(x-1) * abs(y-2)
|x-1|y | abs(x-1) * y
2|x-1| | 2 * abs(x-1)
x|y-2| | x * abs(y-2)
||x-1|-|y-2|| | abs(abs(x-1) - abs(y-2))
|x+|y-2|| | abs(x + abs(y-2))
|-x| | abs(x)
|(|x-1|-1)|/2 | abs(abs(x-1)-1) / 2
√(|x-1|) | sqrt(abs(x-1))
e^-|x-1| | exp(-abs(x-1))
1/|x-1| | 1 / abs(x-1)
|sin(3x)|cos(y) | abs(sin(3*x)) * cos(y)
(|x-1|)(|y-2|) | abs(x-1) * abs(y-2)
abs(x-1)^2 | abs(x-1)**2
abs(x)abs(y) | abs(x) * abs(y)
max(x,y) | max(x, y)
max(x, y)^2 | max(x, y)**2
max(0,1-x) | max(0, 1-x)
2max(x,y)-min(x,y) | 2*max(x, y) - min(x, y)
max(x,max(y,1)) | max(x, y, 1)
min(x²,y²) | min(x**2, y**2)
min(x-1,1-x) | min(x-1, 1-x)
max(|x-1|,|y-2|) | max(abs(x-1), abs(y-2))
sign(x-1) | copysign(1, x - 1)
sgn(x-1)y | copysign(1, x - 1) * y
sign(x-1)^2 | 1
-sign(x-1)(y-2) | -copysign(1, x - 1) * (y-2)
x^2 + a*y^2 | x**2 + a*y**2
ax^2+by^2 | a*x**2 + b*y**2
a x² + b y² + c | a*x**2 + b*y**2 + c
axy | a * x * y
abxy | a * b * x * y
cx | c * x
x^a | x**a
a^2x | a**2 * x
(x-a)²+(y-b)² | (x-a)**2 + (y-b)**2
sin(ax)cos(by) | sin(a*x) * cos(b*y)
by | b * y
bcos(x) | b * cos(x)
x^3 - 3xy^2 | x**3 - 3*x*y**2
x²y²(x-1)² | x**2 * y**2 * (x-1)**2
100(y-x^2)^2+(1-x)^2 | 100*(y-x**2)**2 + (1-x)**2
100*(y-x^2)^2 + (1-x)^2 | 100*(y-x**2)**2 + (1-x)**2
(1-x)²+100(y-x²)² | (1-x)**2 + 100*(y-x**2)**2
(1 - x)**2 + 100 * (y - x**2)**2 | (1-x)**2 + 100*(y-x**2)**2
(x²+y−11)²+(x+y²−7)² | (x**2+y-11)**2 + (x+y**2-7)**2
(x+2y-7)²+(2x+y-5)² | (x+2*y-7)**2 + (2*x+y-5)**2
2x²−1.05x⁴+x⁶/6+xy+y² | 2*x**2 - 1.05*x**4 + x**6/6 + x*y + y**2
(4-2.1x²+x⁴/3)x²+xy+(-4+4y²)y² | (4-2.1*x**2+x**4/3)*x**2 + x*y + (-4+4*y**2)*y**2
20+x²−10cos(2πx)+y²−10cos(2πy) | 20 + x**2 - 10*cos(2*pi*x) + y**2 - 10*cos(2*pi*y)
−cos(x)cos(y)exp(−(x−π)²−(y−π)²) | -cos(x)*cos(y)*exp(-((x-pi)**2)-(y-pi)**2)
1+(x²+y²)/4000−cos(x)cos(y/√(2)) | 1 + (x**2+y**2)/4000 - cos(x)*cos(y/sqrt(2))
3(1-x)^2 e^(-x^2-(y+1)^2) | 3*(1-x)**2*exp(-(x**2)-(y+1)**2)
(x+y)/(2+sin(x)) | (x+y) / (2+sin(x))
x^2(1+0.3)y | x**2 * 1.3 * y
(x+1)^2(y+1)^2/2 | (x+1)**2 * (y+1)**2 / 2
2^(x+y) | 2**(x+y)
2^(-x²) | 2**-(x**2)
x(2)(y) | 2 * x * y
1 - 1/(1+x²+10y²) | 1 - 1/(1+x**2+10*y**2)
x*(y*(x*(y+1)+1)+1) | x * (y * (x * (y+1) + 1) + 1)
"""

REFUSED = """
X | small letters | x | x
x 2^y | two ways | None
sin x | parentheses: sin(x) | sin(x) | sin(x)
sin 2x | parentheses: sin(2x) | sin(2x) | sin(2*x)
sin2x | parentheses: sin(2x) | sin(2x) | sin(2*x)
2sin 3x + 1 | parentheses: sin(3x) | 2sin(3x) + 1 | 2*sin(3*x) + 1
sinx + cosx | parentheses: sin(x) | sin(x) + cos(x) | sin(x) + cos(x)
sinx cosy | parentheses: sin(x) | sin(x) cos(y) | sin(x) * cos(y)
cos πx | parentheses: cos(πx) | cos(πx) | cos(pi*x)
cos xy | parentheses: cos(xy) | cos(xy) | cos(x*y)
cos pi x | parentheses: cos(x) | None
sin x y | parentheses: sin(x) | None
sin x/2 | parentheses: sin(x) | None
sin 2*x | parentheses: sin(x) | None
sin 2 x | parentheses: sin(x) | None
sin x^2 y | parentheses: sin(x) | None
sin x^2 | parentheses: sin(x^2) | sin(x^2) | sin(x**2)
sin x (y+1) | parentheses: sin(x) | None
sin2(x) | parentheses: sin(x) | None
|sin x| | parentheses: sin(x) | |sin(x)| | abs(sin(x))
ln x | parentheses: ln(x) | ln(x) | log(x)
lnx | parentheses: ln(x) | ln(x) | log(x)
ln 2x | parentheses: ln(2x) | ln(2x) | log(2*x)
ln2x | parentheses: ln(x) | None
log x | parentheses: log(x) | log(x) | log(x)
log2 x | parentheses: log(x) | None
log10 x | parentheses: log(x) | None
log2x | parentheses: log(x) | None
exp x | parentheses: exp(x) | exp(x) | exp(x)
exp^(x) | exp(x) | exp(x) | exp(x)
exp^(-x^2)y | exp(x) | None
exp^x | exp(x) | None
exp^2(x) | exp(x) | None
√x | parentheses: √(x) | √(x) | sqrt(x)
√2 x | parentheses: √(2) | √(2) x | sqrt(2) * x
√2x | parentheses: √(x) | None
√xy | parentheses: √(x) | None
√x² | parentheses: √(x) | None
√x²+1 | parentheses: √(x) | None
√x + y | parentheses: √(x) | √(x) + y | sqrt(x) + y
sin |x| | parentheses: sin(|x|) | sin(|x|) | sin(abs(x))
ln|x-1|+y | parentheses: ln(|x-1|) | ln(|x-1|)+y | log(abs(x-1)) + y
ln|x||y| | parentheses: ln(x) | None
abs x | parentheses: abs(x) | abs(x) | abs(x)
max x | parentheses: max(x, y) | None
sin | parentheses: sin(x) | None
x + tan | parentheses: tan(x) | None
sin^2(x) | after its parentheses | sin(x)^2 | sin(x)**2
sin²(x) | after its parentheses | sin(x)² | sin(x)**2
sin^(2)(x) | after its parentheses | sin(x)^(2) | sin(x)**2
sin^a(x)tan(y) | after its parentheses | sin(x)^a tan(y) | sin(x)**a * tan(y)
sin^2(x)e3 | after its parentheses | sin(x)^2 e^3 or sin(x)^2 (3*e) | sin(x)**2 * exp(3) or sin(x)**2 * 3*e
sin^2(x)^3 | after its parentheses | None
sin^22x | after its parentheses | None
sin^(x) | after its parentheses | None
sin^2 x + cos^2 y | after its parentheses | sin(x)^2 + cos(y)^2 | sin(x)**2 + cos(y)**2
sin^2 x y | after its parentheses | None
sin²x | after its parentheses | sin(x)² | sin(x)**2
cos²(2x)y | after its parentheses | cos(2x)²y | cos(2*x)**2 * y
log^2(x) | after its parentheses | log(x)^2 | log(x)**2
sin^-1(x) | two ways: asin(x) or 1/sin(x) | asin(x) or 1/sin(x) | asin(x) or 1/sin(x)
sin⁻¹(x) | two ways: asin(x) or 1/sin(x) | asin(x) or 1/sin(x) | asin(x) or 1/sin(x)
sin^(-1)(x) | two ways: asin(x) or 1/sin(x) | asin(x) or 1/sin(x) | asin(x) or 1/sin(x)
sin^{-1}(x) | round parentheses | asin(x) or 1/sin(x) | asin(x) or 1/sin(x)
2tan⁻¹(y/x) | two ways: atan(x) or 1/tan(x) | 2atan(y/x) or 2(1/tan(y/x)) | 2*atan(y/x) or 2/tan(y/x)
\\cos^{-1}\\left(x\\right) | LaTeX | acos(x) or 1/cos(x) | acos(x) or 1/cos(x)
sinh^-1(x) | two ways | log(x+sqrt(x^2+1)) or 1/sinh(x) | log(x + sqrt(x**2+1)) or 1/sinh(x)
asinh(x) | two ways | log(x+sqrt(x^2+1)) or a*sinh(x) | log(x + sqrt(x**2+1)) or a*sinh(x)
atanh(x-1) | two ways | log((1+x-1)/(1-(x-1)))/2 or a*tanh(x-1) | log(x/(2-x))/2 or a*tanh(x-1)
arcosh(x) | log(x+sqrt(x^2-1)) | log(x+sqrt(x^2-1)) | log(x + sqrt(x**2-1))
sec(x) | 1/cos(x) | 1/cos(x) | 1/cos(x)
2sec(x) | 1/cos(x) | 2(1/cos(x)) | 2/cos(x)
1/sec(x) | 1/cos(x) | 1/(1/cos(x)) | cos(x)
xcot(y) | 1/tan(x) | x(1/tan(y)) | x/tan(y)
csc(x)^2 | 1/sin(x) | (1/sin(x))^2 | sin(x)**-2
cosec(x) | 1/sin(x) | 1/sin(x) | 1/sin(x)
coth(x) | cosh(x)/sinh(x) | cosh(x)/sinh(x) | cosh(x)/sinh(x)
sech(x)^2 | 1/cosh(x) | (1/cosh(x))^2 | cosh(x)**-2
csch(x) | 1/sinh(x) | 1/sinh(x) | 1/sinh(x)
arcsec(3x) | acos(1/x) | acos(1/(3x)) | acos(1/(3*x))
arccot(x) | two ways | pi/2-atan(x) or atan(1/x) | pi/2 - atan(x) or atan(1/x)
y-arccot(x) | two ways | y-(pi/2-atan(x)) or y-atan(1/x) | y - pi/2 + atan(x) or y - atan(1/x)
acot(x) | two ways | None
exp2(x) | 2^x | 2^x | 2**x
x - expm1(y) | exp(x)-1 | x - (exp(y)-1) | x - exp(y) + 1
log1p(x) | log(1+x) | log(1+x) | log(1+x)
tg(x) | called tan | tan(x) | tan(x)
tg x | called tan | tan(x) | tan(x)
ctg(x) | 1/tan(x) | 1/tan(x) | 1/tan(x)
sh(x)+ch(y) | called sinh | sinh(x)+cosh(y) | sinh(x) + cosh(y)
th(x) | called tanh | tanh(x) | tanh(x)
ch x | called cosh | None
lg(x) | two ways | log(x)/log(10) or log(x)/log(2) | log(x)/log(10) or log(x)/log(2)
log10(x)y | log(x)/log(10) | (log(x)/log(10))y | log(x)/log(10) * y
log_10(x) | log(x)/log(10) | log(x)/log(10) | log(x)/log(10)
log₂(x) | log(x)/log(2) | log(x)/log(2) | log(x)/log(2)
\\log_{2}\\left(x\\right) | LaTeX | log(x)/log(2) | log(x)/log(2)
x/log2(y) | log(x)/log(2) | x/(log(y)/log(2)) | x * log(2) / log(y)
log(x, 2) | log is of one number | log(x)/log(2) | log(x)/log(2)
log(2, x) | log is of one number | None
log(x+2,5) | log is of one number | None
Log[2,x] | small letters | None
log[x,2] | round parentheses | None
cbrt(x) | sign(x)*abs(x)^(1/3) | sign(x)*abs(x)^(1/3) | x**(1/3)
∛(x) | sign(x)*abs(x)^(1/3) | sign(x)*abs(x)^(1/3) | x**(1/3)
∛x + y | parentheses: ∛(x) | sign(x)*abs(x)^(1/3) + y | x**(1/3) + y
∛xy | parentheses: ∛(x) | None
pow(x,2)+pow(y,2) | x^y | x^2+y^2 | x**2 + y**2
pow(x+1, 2)y | x^y | ((x+1)^2)y | (x+1)**2 * y
square(x-1) | x^2 | (x-1)^2 | (x-1)**2
sqr(x) | two ways | x^2 or sqrt(x) | x**2 or sqrt(x)
hypot(x,y) | sqrt(x^2+y^2) | sqrt(x^2+y^2) | sqrt(x**2+y**2)
sinc(x) | two ways | sin(x)/x or sin(pi*x)/(pi*x) | sin(x)/x or sin(pi*x)/(pi*x)
relu(x) + y | max(0, x) | max(0, x) + y | max(0, x) + y
sigmoid(x+y) | 1/(1+exp(-x)) | 1/(1+exp(-(x+y))) | 1/(1+exp(-x-y))
softplus(x) | log(1+exp(x)) | log(1+exp(x)) | log(1+exp(x))
heaviside(x-5) | (1+sign(x))/2 | (1+sign(x-5))/2 | (1+copysign(1, x-5))/2
maximum(x,y) | called max | max(x,y) | max(x, y)
signum(x-5) | called sign | sign(x-5) | copysign(1, x-5)
floor(x) | nothing that is known is the same | None
x mod 2 | “mod” is unknown | None
atan2(y,x) | nothing that is known is the same | None
erf(x) | nothing that is known is the same | None
max(x,y,1) | here it has 3 | max(max(x, y), 1) | max(x, y, 1)
max(0,5, x) | here it has 3 | max(0.5, x) or max(max(0, 5), x) | max(0.5, x) or max(0, 5, x)
max(x; y) | set apart by a comma | max(x, y) | max(x, y)
max(0,5; x) | set apart by a comma | max(0.5, x) | max(0.5, x)
min(x) | here it has 1 | None
sin(x, y) | here it has 2 | None
np.sin(x) | no prefix | sin(x) | sin(x)
np.exp(-x**2) + np.sqrt(y) | no prefix | exp(-x**2) + sqrt(y) | exp(-(x**2)) + sqrt(y)
Math.pow(x,2) | no prefix | x^2 | x**2
np.log10(x) | no prefix | log(x)/log(10) | log(x)/log(10)
x.^2 + y.^2 | A point stands only | x^2 + y^2 | x**2 + y**2
x.*y | A point stands only | x*y | x*y
x.y | A point stands only | None
f(x,y) = x^2 + y^2 | is equal to | x^2 + y^2 | x**2 + y**2
f(x, y) := xy | is equal to | xy | x*y
z = x² − y² | is equal to | x² − y² | x**2 - y**2
=x^2 | is equal to | x^2 | x**2
x^2 + y^2 = | is equal to | x^2 + y^2 | x**2 + y**2
x^2 + y^2 = 1 | is equal to | None
x^2+y^2=4x | is equal to | None
y = x^2 | is equal to | None
sin(x) = y | is equal to | None
x^2+y^2; | no meaning | x^2+y^2 | x**2 + y**2
x >= 0 | no comparison | None
x == y | no comparison | None
x ≤ y | no comparison | None
x if x > 0 else 0 | no comparison | None
x1^2 + x2^2 | called x and y | x^2 + y^2 | x**2 + y**2
x0^2+x1^2 | called x and y | x^2+y^2 | x**2 + y**2
x_1^2 + x_2^2 | called x and y | x^2 + y^2 | x**2 + y**2
x₁² + 3x₂² | called x and y | x² + 3y² | x**2 + 3*y**2
x_{1}^2 x_{2} | called x and y | x^2 y | x**2 * y
θ₁² + θ₂² | called x and y | x² + y² | x**2 + y**2
w[0]^2 + w[1]^2 | called x and y | x^2 + y^2 | x**2 + y**2
w1 x + w2 y | no index | None
p1*x^2+p2*y^2 | no index | None
u1 + u2 x | no index | None
x1 + x2 + x3 | no index | None
a1 x + a2 y | no index | None
x_2 + y | no index | None
x[0] | no index | None
a₁x | no index | None
x2 | two ways: x^2 or 2*x | x^2 or 2*x | x**2 or 2*x
2x2 + y | two ways: x^2 or 2*x | 2x^2 + y or 2(2*x) + y | 2*x**2 + y or 4*x + y
x2 + y2 | two ways: x^2 or 2*x | x^2 + y^2 or 2*x + 2*y | x**2 + y**2 or 2*x + 2*y
1/x2 | two ways: x^2 or 2*x | 1/x^2 or 1/(2*x) | x**-2 or 1/(2*x)
x2^3 | two ways: x^2 or 2*x | None
x1 | no index | None
2 3 x | is a * missing | 2*3 x | 6*x
2\u20033x | is a * missing | 2*3x | 6*x
3 1/2x | is a * missing | None
0. 5x | is a * missing | None
(x+y)2 | Is ^2 or *2 meant | (x+y)^2 or (x+y)*2 | (x+y)**2 or (x+y)*2
sin(x)2 | Is ^2 or *2 meant | sin(x)^2 or sin(x)*2 | sin(x)**2 or sin(x)*2
x½ | Is a * missing | x*½ | x/2
1½x | is 1+½ meant | (1+½)x | 1.5*x
x - 1½ | is 1+½ meant | x - (1+½) | x - 1.5
1 000 x | written without | 1000 x | 1000*x
2 300x | is it 2300 or 2*300 | 2300x or 2*300x | 2300*x or 600*x
1,000x | is it 1000 or 1.000 | 1000x or 1.000x | 1000*x or x
1'000x | written without | 1000x | 1000*x
12,345,678x | written without | 12345678x | 12345678*x
0,125x | a point, not a comma | 0.125x | 0.125*x
0,5x | a point, not a comma | 0.5x | 0.5*x
0,5 x² + 1,5 y² | a point, not a comma | 0.5 x² + 1.5 y² | 0.5*x**2 + 1.5*y**2
1.2.3x | one point | None
sin(90°x) | radians | sin((90*pi/180)x) | sin(pi/2*x)
1e2°x | radians | None
e^{-x^2} | round parentheses | e^(-x^2) | exp(-(x**2))
e^{a}tan(x) | round parentheses | e^(a)tan(x) | exp(a) * tan(x)
x^{2}+y^{2} | round parentheses | x^2+y^2 | x**2 + y**2
x^{2}y^{3} | round parentheses | x^2y^3 | x**2 * y**3
[x+y]^2 | round parentheses | (x+y)^2 | (x+y)**2
{x} | round parentheses | (x) | x
Sin[x] | small letters | sin(x) | sin(x)
\\frac{1}{2}x^2 | LaTeX | (1/2)x^2 | x**2/2
\\frac{x^2}{2}+\\frac{y^2}{2} | LaTeX | (x^2/2)+(y^2/2) | (x**2 + y**2)/2
\\frac12 x^2 | LaTeX | (1/2)x^2 | x**2/2
\\frac{x+1}{y-1} | LaTeX | ((x+1)/(y-1)) | (x+1)/(y-1)
\\frac{1}{1+\\frac{1}{x}} | LaTeX | (1/(1+(1/x))) | 1/(1+1/x)
\\sqrt{x^2+y^2} | LaTeX | sqrt(x^2+y^2) | sqrt(x**2+y**2)
\\sqrt[3]{x} | LaTeX | sign(x)*abs(x)^(1/3) | x**(1/3)
\\sqrt[4]{x} | LaTeX | None
\\sin x \\cos y | LaTeX | sin(x) cos(y) | sin(x) * cos(y)
\\sin 2\\pi x | LaTeX | sin(2πx) | sin(2*pi*x)
\\sin^2 x | LaTeX | sin(x)^2 | sin(x)**2
\\sin\\left(x\\right) | LaTeX | sin(x) | sin(x)
\\sin\\{x+y\\} | LaTeX | sin(x+y) | sin(x+y)
2\\left\\{x+y\\right\\} | LaTeX | 2(x+y) | 2*(x+y)
\\left(x+y\\right)^{2} | LaTeX | (x+y)^2 | (x+y)**2
e^{a}\\tan(x) | LaTeX | e^a tan(x) | exp(a) * tan(x)
x^{2}3\\cdot y | LaTeX | x^(2)*3 * y | x**2 * 3 * y
x^23\\cdot y | LaTeX | None
x \\cdot y | LaTeX | x * y | x*y
\\pi x\\,y | LaTeX | πx y | pi*x*y
\\alpha x^2+\\beta y | LaTeX | ax^2+by | a*x**2 + b*y
ax^2 + \\alpha y^2 | LaTeX | ax^2 + by^2 | a*x**2 + b*y**2
\\left|x\\right| | LaTeX | |x| | abs(x)
\\operatorname{sign}\\left(x-5\\right) | LaTeX | sign(x-5) | copysign(1, x-5)
$x^2$ | LaTeX | x^2 | x**2
\\foo{x} | LaTeX | None
\\frac{x | LaTeX | None
\\frac{d}{dx}x^2 | LaTeX | None
x\\\\y | LaTeX | None
x\\n | LaTeX | None
αx²+βy² | called a, b, c | ax²+by² | a*x**2 + b*y**2
αx+ay | called a, b, c | bx+ay | b*x + a*y
αtan(x) | called a, b, c | a tan(x) | a*tan(x)
αx + βy + γ + a | called a, b, c | None
λx² | “λ” is unknown | ax² | a*x**2
µx + μy | “μ” is unknown | ax + ay | a*x + a*y
λxy + λx | “λ” is unknown | axy + ax | a*x*y + a*x
kx | “k” is unknown | ax | a*x
ksin(x) | “k” is unknown | a sin(x) | a*sin(x)
kx + kxy | “k” is unknown | ax + axy | a*x + a*x*y
kx+my | “k” is unknown | ax+by | a*x + b*y
ax+ky | “k” is unknown | ax+by | a*x + b*y
k*x^2 + k*y^2 | “k” is unknown | a*x^2 + a*y^2 | a*x**2 + a*y**2
a*x + k*y | “k” is unknown | a*x + b*y | a*x + b*y
ax + by + c + k | “k” is unknown | None
x^2 + z^2 | “z” is unknown | None
t^2 | “t” is unknown | None
x + iy | “i” is unknown | None
hello | “hello” is unknown | None
phi x | “phi” is unknown | None
expp(x) | Is exp meant | exp(x) | exp(x)
ssin(x) | Is sin meant | None
sinus(x) | Is sin meant | None
sine(x) | called sin | sin(x) | sin(x)
Sin(x) | small letters | sin(x) | sin(x)
SIN(X) | small letters | sin(x) | sin(x)
Pi x | small letters | pi x | pi*x
X^2 + XY | small letters | x^2 + xy | x**2 + x*y
x + X | small letters | None
E^x | small letters | None
х² + y² | another character than x | x² + y² | x**2 + y**2
𝑥² + 𝑦² | another character than x | x² + y² | x**2 + y**2
𝜋x | another character than π | πx | pi*x
∣x∣ | another character than | |x| | abs(x)
χ + x | “χ” is unknown | None
x\u200b + y | invisible | x + y | x + y
2\u200b3x | invisible | None
x\u2062y | invisible | x*y | x*y
x\u00ady | invisible | None
x — y | is a dash | x - y | x - y
x: 2 | written / | x/ 2 | x/2
z: x^2 | “z” is unknown | None
y: x^2 | written / | None
1⁄2x | another character than / | (1/2)x | x/2
x^1⁄2 | another character than / | x^(1/2) | sqrt(x)
3 1⁄2x | another character than / | None
eˣ | raised letter | e^x | exp(x)
e⁻ˣ + y | raised letter | e^(-x) + y | exp(-x) + y
x²ʸ | raised letter | x^(2y) | x**(2*y)
x! | no meaning | None
x % 2 | no meaning | None
x' | no meaning | None
∞ | no meaning | None
x→y | no meaning | None
|x | This bar is never closed | |x| | abs(x)
|x + |y| | This bar is never closed | None
(x|) | missing after | None
|| | missing after | None
|2|x|-1| | Which bars belong together | None
|x|a|y| | Which bars belong together | None
x + (y | never closed | x + (y) | x + y
exp(-(x^2+y^2) | never closed | exp(-(x^2+y^2)) | exp(-(x**2)-y**2)
x + y) | never opened | None
x + y)^2 | never opened | None
() | nothing between | None
x + | missing after + | None
* x | missing before * | None
x // y | missing before / | None
x^^2 | missing before ^ | x^2 | x**2
x^² | nothing to raise | x² | x**2
x²^2 | Two exponents | None
x, y | comma stands only | None
x^13 | from −12 to 12 | None
x^100 | from −12 to 12 | None
((x^6)^2)^3 | degree | None
1/0 | divides by zero | None
x/0 | divides by zero | None
0^-1 x | 0^-1 divides by zero | None
x^2/(2-2) | divides by zero | None
log(0)x | not a real number | None
sqrt(-1)x | not a real number | None
asin(2)x | not a real number | None
1e13x | too large | None
1e-13x | too close to 0 | None
1e-400x | too close to 0 | None
3.14159265358979323846x | at most 15 digits | None
π | no x or y | None
3 | no x or y | None
a + b | no x or y | None
"""


def rows(table: str) -> list[tuple[str, ...]]:
    """The cells of each line; a bar with spaces around it parts them, unless it stands in a formula."""
    return [tuple(cell.strip(" ") for cell in line.split(" | ")) for line in table.strip("\n").splitlines()]


WRITTEN = [(text, means) for text, means in rows(MEANT)]
WRONG = [
    (text, said, tuple(zip(fixes.split(" or "), *(one.split(" or ") for one in meant), strict=True)) if meant else ())
    for text, said, fixes, *meant in rows(REFUSED)
]  # with each fix its meaning; where a letter is called otherwise, the meaning has its new name
