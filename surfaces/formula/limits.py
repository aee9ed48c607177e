"""What a typed formula may be: every maximum in one place. `experiments.limits` passes them on."""

LENGTH = 200  # characters
NODES = 150  # numbers, names, operations and functions
DEPTH = 16  # parentheses, exponents and signs inside one another
EXPONENT = 12.0  # the largest size of an exponent that is a number
DEGREE = 24  # in x and y together; a function counts as 1
DIGITS = 15  # of one number
CONSTANT = 1e12  # the largest size of a number or of a part without x and y; 1 / CONSTANT is the smallest but 0

SECONDS = 2.0  # for the symbolic work on one formula
MEMORY = 512 * 2**20  # bytes, of the process that does it
WORKERS = 2  # such processes
WAITING = 16  # visitors who wait for one of them
PATIENCE = 8.0  # seconds that one of those waits
ANSWER = 2**21  # bytes that a process may send back
OPERATIONS = (300, 500, 1000, 3000, 6000)  # in the program of the derivatives of order 0 to 4
LATEX = 6000  # characters of typeset derivatives; longer ones are not shown
