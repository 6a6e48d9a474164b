/* Numbers to text and back, as Python and NumPy write them. */
#ifndef IO_NUMBER_H
#define IO_NUMBER_H

#include "../array/dtype.h"
#include "../base/text.h"

/* The shortest digits that read back as x (or as the float32 x). */
typedef struct ShortestDigits {
    char digits[18];  /* NUL-terminated, no trailing zeros; "0" for zero */
    int count;
    int exponent;     /* value = 0.d1d2d3... * 10^exponent; 0 for zero */
    bool negative;    /* also for -0 */
} ShortestDigits;
ShortestDigits number_shortest(double x, bool is_float32);

enum { NUMBER_TEXT = 40 };
/* Python's repr(float): "0.1", "1e+16", "inf", "nan", "-0.0". Returns length. */
int number_repr_double(char text[NUMBER_TEXT], double x);
/* str(np.float32(x)) */
int number_repr_float32(char text[NUMBER_TEXT], float x);
/* repr(complex): "(1+2j)", "1j", "(-0-1j)" */
int number_repr_complex(char text[2 * NUMBER_TEXT + 4], double real, double imag);
/* |x| as C's %e %f %g write it (conversion also E F G), whatever the locale;
 * alternate: as with the flag '#'. x is finite, precision >= 0. */
void number_format(Text *text, double x, char conversion, int precision, bool alternate);
/* |x| with precision significant digits, as Python writes a float whose format
 * spec has no type: dot_zero: a fraction always, and an exponent one digit earlier. */
void number_format_general(Text *text, double x, int precision, bool alternate, bool dot_zero);
/* str() of one element as a NumPy scalar prints it: "1.0", "True", "(1+2j)". */
void number_scalar_str(Text *text, ArrConst value);
/* repr() of it: "np.float64(1.0)", "np.True_". */
void number_scalar_repr(Text *text, ArrConst value);

#endif
