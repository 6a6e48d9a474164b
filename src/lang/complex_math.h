/* Complex arithmetic in CPython's order of operations, so that the last digit
 * is CPython's too; C's own complex operators round otherwise. */
#ifndef LANG_COMPLEX_MATH_H
#define LANG_COMPLEX_MATH_H

#include <stdbool.h>

typedef struct Complex {
    double real, imag;
} Complex;

Complex complex_multiply(Complex x, Complex y);
/* y is not 0. */
Complex complex_divide(Complex x, Complex y);
/* x ** y, but not 0 to a negative or complex power. false: Python's domain error. */
bool complex_raise(Complex x, Complex y, Complex *power);

#endif
