/* Complex arithmetic (see complex_math.h). */
#include "complex_math.h"

#include <math.h>
#include <stdlib.h>

Complex complex_multiply(Complex x, Complex y) {
    return (Complex){x.real * y.real - x.imag * y.imag, x.real * y.imag + x.imag * y.real};
}

/* Smith's method: scaled by the larger part of y, so that squares of its parts
 * neither overflow nor vanish. */
Complex complex_divide(Complex x, Complex y) {
    if (fabs(y.real) >= fabs(y.imag)) {
        double ratio = y.imag / y.real, scale = y.real + y.imag * ratio;
        return (Complex){(x.real + x.imag * ratio) / scale, (x.imag - x.real * ratio) / scale};
    }
    if (fabs(y.imag) >= fabs(y.real)) {
        double ratio = y.real / y.imag, scale = y.real * ratio + y.imag;
        return (Complex){(x.real * ratio + x.imag) / scale, (x.imag * ratio - x.real) / scale};
    }
    return (Complex){NAN, NAN};
}

static Complex raise_unsigned(Complex x, long power) {
    Complex result = {1, 0};
    for (long bit = 1; bit <= power; bit <<= 1) {
        if (power & bit) result = complex_multiply(result, x);
        x = complex_multiply(x, x);
    }
    return result;
}

/* The angle of an infinite power is lost: CPython takes this for a domain error. */
static bool raise_polar(Complex x, Complex y, Complex *power) {
    double size = hypot(x.real, x.imag), angle = atan2(x.imag, x.real);
    double length = pow(size, y.real), phase = angle * y.real;
    if (y.imag != 0) {
        length /= exp(angle * y.imag);
        phase += y.imag * log(size);
    }
    *power = (Complex){length * cos(phase), length * sin(phase)};
    return !isinf(phase);
}

/* Up to this exponent repeated multiplication is more exact than logarithms. */
static const double most_multiplied = 100;

bool complex_raise(Complex x, Complex y, Complex *power) {
    if (y.imag == 0 && y.real == floor(y.real) && fabs(y.real) <= most_multiplied) {
        *power = raise_unsigned(x, labs((long)y.real));
        if (y.real > 0) return true;
        if (power->real == 0 && power->imag == 0) return false; /* underflow */
        *power = complex_divide((Complex){1, 0}, *power);
        return true;
    }
    if (x.real != 0 || x.imag != 0) return raise_polar(x, y, power);
    *power = (Complex){0, 0};
    return true;
}
