"""Formulas as people write them, each with what is meant, in Python; and what is refused, with what is said.

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
X | small letters | x
x 2^y | two ways | x^2^y
sin x | parentheses: sin(x) | sin(x)
sin 2x | parentheses: sin(2x) | sin(2x)
2sin 3x + 1 | parentheses: sin(3x) | 2sin(3x) + 1
sinx + cosx | parentheses: sin(x) | sin(x) + cos(x)
cos πx | parentheses: cos(πx) | cos(πx)
ln x | parentheses: ln(x) | ln(x)
lnx | parentheses: ln(x) | ln(x)
exp x | parentheses: exp(x) | exp(x)
exp^(x) | exp(x) | exp(x)
√x | parentheses: √(x) | √(x)
√2 x | parentheses: √(2) | √(2) x
√x²+1 | parentheses: √(x²) | √(x²)+1
sin |x| | parentheses: sin(|x|) | sin(|x|)
ln|x-1|+y | parentheses: ln(|x-1|) | ln(|x-1|)+y
abs x | parentheses: abs(x) | abs(x)
max x | parentheses: max(x, y) | None
sin | parentheses: sin(x) | None
x + tan | parentheses: tan(x) | None
sin^2(x) | after its parentheses | sin(x)^2
sin²(x) | after its parentheses | sin(x)²
sin^2 x + cos^2 y | after its parentheses | sin(x)^2 + cos(y)^2
sin²x | after its parentheses | sin(x)²
cos²(2x)y | after its parentheses | cos(2x)²y
log^2(x) | after its parentheses | log(x)^2
sin^-1(x) | two ways: asin(x) or 1/sin(x) | asin(x)
sin⁻¹(x) | two ways: asin(x) or 1/sin(x) | asin(x)
tan⁻¹(y/x) | two ways: atan(x) or 1/tan(x) | atan(y/x)
asinh(x) | two ways | log(x+sqrt(x^2+1))
atanh(x-1) | two ways | log((1+x-1)/(1-(x-1)))/2
arcosh(x) | log(x+sqrt(x^2-1)) | log(x+sqrt(x^2-1))
sec(x) | 1/cos(x) | 1/cos(x)
2sec(x) | 1/cos(x) | 2(1/cos(x))
1/sec(x) | 1/cos(x) | 1/(1/cos(x))
xcot(y) | 1/tan(x) | x(1/tan(y))
csc(x)^2 | 1/sin(x) | (1/sin(x))^2
cosec(x) | 1/sin(x) | 1/sin(x)
tg(x) | called tan | tan(x)
tg x | called tan | tan(x)
ctg(x) | 1/tan(x) | 1/tan(x)
sh(x)+ch(y) | called sinh | sinh(x)+cosh(y)
th(x) | called tanh | tanh(x)
lg(x) | log(x)/log(10) | log(x)/log(10)
log10(x)y | log(x)/log(10) | (log(x)/log(10))y
x/log2(y) | log(x)/log(2) | x/(log(y)/log(2))
log(x, 2) | log is of one number | log(x)/log(2)
cbrt(x) | sign(x)*abs(x)^(1/3) | sign(x)*abs(x)^(1/3)
∛(x) | sign(x)*abs(x)^(1/3) | sign(x)*abs(x)^(1/3)
pow(x,2)+pow(y,2) | x^y | x^2+y^2
pow(x+1, 2)y | x^y | ((x+1)^2)y
square(x-1) | x^2 | (x-1)^2
hypot(x,y) | sqrt(x^2+y^2) | sqrt(x^2+y^2)
sinc(x) | sin(x)/x | sin(x)/x
relu(x) + y | max(0, x) | max(0, x) + y
sigmoid(x+y) | 1/(1+exp(-x)) | 1/(1+exp(-(x+y)))
softplus(x) | log(1+exp(x)) | log(1+exp(x))
heaviside(x) | (1+sign(x))/2 | (1+sign(x))/2
maximum(x,y) | called max | max(x,y)
signum(x) | called sign | sign(x)
floor(x) | nothing that is known is the same | None
x mod 2 | “mod” is unknown | None
atan2(y,x) | nothing that is known is the same | None
erf(x) | nothing that is known is the same | None
max(x,y,1) | here it has 3 | max(max(x, y), 1)
max(0,5, x) | here it has 3 | max(0.5, x)
max(x; y) | set apart by a comma | max(x, y)
max(0,5; x) | set apart by a comma | max(0.5, x)
min(x) | here it has 1 | None
sin(x, y) | here it has 2 | None
np.sin(x) | no prefix | sin(x)
np.exp(-x**2) + np.sqrt(y) | no prefix | exp(-x**2) + sqrt(y)
Math.pow(x,2) | no prefix | x^2
x.^2 + y.^2 | A point stands only | x^2 + y^2
x.*y | A point stands only | x*y
x.y | A point stands only | None
f(x,y) = x^2 + y^2 | is equal to | x^2 + y^2
f(x, y) := xy | is equal to | xy
z = x² − y² | is equal to | x² − y²
=x^2 | is equal to | x^2
x^2 + y^2 = | is equal to | x^2 + y^2
x^2 + y^2 = 1 | is equal to | x^2 + y^2
x^2+y^2; | no meaning | x^2+y^2
x >= 0 | no comparison | None
x == y | no comparison | None
x ≤ y | no comparison | None
x if x > 0 else 0 | no comparison | None
x1^2 + x2^2 | called x and y | x^2 + y^2
x_1^2 + x_2^2 | called x and y | x^2 + y^2
x₁² + 3x₂² | called x and y | x² + 3y²
x_{1}^2 x_{2} | called x and y | x^2 y
θ₁² + θ₂² | called x and y | x² + y²
w[0]^2 + w[1]^2 | called x and y | x^2 + y^2
x_2 + y | no index | None
x[0] | no index | None
a₁x | no index | None
x2 | two ways: x^2 or 2*x | x^2
2x2 + y | two ways: x^2 or 2*x | 2x^2 + y
2 3 x | is a * missing | 2*3 x
(x+y)2 | Is a * missing | (x+y)*2
sin(x)2 | Is a * missing | sin(x)*2
x½ | Is a * missing | x*½
1½x | is 1+½ meant | (1+½)x
1 000 x | written without | 1000 x
1,000x | written without | 1000x
1'000x | written without | 1000x
12,345,678x | written without | 12345678x
0,5x | a point, not a comma | 0.5x
0,5 x² + 1,5 y² | a point, not a comma | 0.5 x² + 1.5 y²
1.2.3x | one point | None
sin(90°x) | radians | sin((90*pi/180)x)
e^{-x^2} | round parentheses | e^(-x^2)
x^{2}+y^{2} | round parentheses | x^2+y^2
[x+y]^2 | round parentheses | (x+y)^2
{x} | round parentheses | (x)
\\frac{1}{2}x^2 | LaTeX | (1/2)x^2
\\frac{x^2}{2}+\\frac{y^2}{2} | LaTeX | (x^2/2)+(y^2/2)
\\frac12 x^2 | LaTeX | (1/2)x^2
\\frac{x+1}{y-1} | LaTeX | ((x+1)/(y-1))
\\frac{1}{1+\\frac{1}{x}} | LaTeX | (1/(1+(1/x)))
\\sqrt{x^2+y^2} | LaTeX | sqrt(x^2+y^2)
\\sqrt[3]{x} | LaTeX | sign(x)*abs(x)^(1/3)
\\sin x \\cos y | LaTeX | sin(x) cos(y)
\\sin^2 x | LaTeX | sin(x)^2
\\sin\\left(x\\right) | LaTeX | sin(x)
\\left(x+y\\right)^{2} | LaTeX | (x+y)^2
x \\cdot y | LaTeX | x * y
\\pi x\\,y | LaTeX | pi x y
\\left|x\\right| | LaTeX | |x|
\\operatorname{sign}\\left(x\\right) | LaTeX | sign(x)
$x^2$ | LaTeX | x^2
\\foo{x} | LaTeX | None
\\frac{x | LaTeX | None
αx²+βy² | called a, b, c | ax²+by²
λx² | “λ” is unknown | ax²
kx | “k” is unknown | ax
k*x^2 + k*y^2 | “k” is unknown | a*x^2 + a*y^2
a*x + k*y | “k” is unknown | a*x + b*y
x^2 + z^2 | “z” is unknown | None
t^2 | “t” is unknown | None
x + iy | “i” is unknown | None
hello | “hello” is unknown | None
expp(x) | Is exp meant | exp(x)
sine(x) | Is sin meant | sin(x)
Sin(x) | small letters | sin(x)
SIN(X) | small letters | sin(x)
Pi x | small letters | pi x
х² + y² | another character than x | x² + y²
𝑥² + 𝑦² | another character than x | x² + y²
𝜋x | another character than π | πx
x\u200b + y | invisible | x + y
x — y | is a dash | x - y
x: 2 | written / | x/ 2
x! | no meaning | None
x % 2 | no meaning | None
x' | no meaning | None
∞ | no meaning | None
x→y | no meaning | None
|x | This bar is never closed | |x|
(x|) | missing after | None
|| | missing after | None
x + (y | never closed | x + (y)
x + y) | never opened | x + y
() | nothing between | None
x + | missing after + | None
* x | missing before * | None
x // y | missing before / | x / y
x^^2 | missing before ^ | x^2
x^² | nothing to raise | x²
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
3.14159265358979323846x | at most 15 digits | None
π | no x or y | None
3 | no x or y | None
a + b | no x or y | None
"""


def rows(table: str) -> list[tuple[str, ...]]:
    """The cells of each line; a bar with spaces around it parts them, unless it stands in a formula."""
    return [tuple(cell.strip(" ") for cell in line.split(" | ")) for line in table.strip("\n").splitlines()]


WRITTEN = [(text, means) for text, means in rows(MEANT)]
WRONG = [(text, said, None if fix == "None" else fix) for text, said, fix in rows(REFUSED)]
