/* Python's module math: the functions of floats. They are the C library's, with
 * CPython's errors where it has no answer: ValueError "math domain error" and
 * OverflowError "math range error". Arrays of one element are pulled. */
#include <errno.h>
#include <float.h>
#include <math.h>
#include <string.h>

#include "arrays.h"
#include "math_module.h"

/* --- arguments and results ------------------------------------------------------- */

ArrStatus math_to_double(ArrState *state, Value v, double *x) {
    if (v.kind != VALUE_ARRAY) {
        if (value_is_number(v) && v.kind != VALUE_COMPLEX) return number_to_double(state, v, x);
        return error_set(&state->base, ERROR_TYPE, "must be real number, not %s",
                         value_type_name(v));
    }
    if (v.array->size != 1)
        return error_set(&state->base, ERROR_TYPE,
                         "only length-1 arrays can be converted to Python scalars");
    if (dtype_info[v.array->dtype].kind == KIND_COMPLEX)
        return error_set(&state->base, ERROR_TYPE, "must be real number, not %s",
                         value_type_name(v));
    Value host;
    ArrStatus status = convert_to_host(state, PULL_CONVERT, v.array, &host);
    return status ? status : number_to_double(state, host, x);
}

static ArrStatus domain_error(ArrState *state) {
    return error_set(&state->base, ERROR_VALUE, "math domain error");
}

static ArrStatus range_error(ArrState *state) {
    return error_set(&state->base, ERROR_OVERFLOW, "math range error");
}

static ArrStatus two_doubles(ArrState *state, const BuiltinCall *call, double *x, double *y) {
    ArrStatus status = math_to_double(state, call->args[0], x);
    return status ? status : math_to_double(state, call->args[1], y);
}

static ArrStatus pair(ArrState *state, Value first, Value second, Value *result) {
    return sequence_new(state, VALUE_TUPLE, (Value[]){first, second}, 2, result);
}

/* --- functions of one number ------------------------------------------------------- */

static double to_degrees(double x) {
    return x * (180 / M_PI);
}

static double to_radians(double x) {
    return x * (M_PI / 180);
}

static double unit_in_last_place(double x) {
    if (isnan(x)) return x;
    x = fabs(x);
    if (isinf(x)) return x;
    double next = nextafter(x, (double)INFINITY);
    return isinf(next) ? x - nextafter(x, 0) : next - x;
}

/* The sum of Lanczos' approximation with g = 6.0246..., as a quotient. */
static double lanczos(double x) {
    static const double above[] = {
        23531376880.410759688572007674451636754734846804940,
        42919803642.649098768957899047001988850926355848959,
        35711959237.355668049440185451547166705960488635843,
        17921034426.037209699919755754458931112671403265390,
        6039542586.3520280050642916443072979210699388420708,
        1439720407.3117216736632230727949123939715485786372,
        248874557.86205415651146038641322942321632125127801,
        31426415.585400194380614231628318205362874684987640,
        2876370.6289353724412254090516208496135991145378768,
        186056.26539522349504029498971604569928220784236328,
        8071.6720023658162106380029022722506138218516325024,
        210.82427775157934587250973392071336271166969580291,
        2.5066282746310002701649081771338373386264310793408,
    };
    static const double below[] = {0,        39916800, 120543840, 150917976, 105258076,
                                   45995730, 13339535, 2637558,   357423,    32670,
                                   1925,     66,       1};
    enum { TERMS = 13 };
    double numerator = 0, denominator = 0;
    if (x < 5)
        for (int i = TERMS - 1; i >= 0; i--) {
            numerator = numerator * x + above[i];
            denominator = denominator * x + below[i];
        }
    else
        for (int i = 0; i < TERMS; i++) {
            numerator = numerator / x + above[i];
            denominator = denominator / x + below[i];
        }
    return numerator / denominator;
}

static const double lanczos_g = 6.024680040776729583740234375;

/* sin(pi x) by the quadrant of x, so that integers give exact zeros. */
static double sin_pi(double x) {
    double y = fmod(fabs(x), 2), r;
    int quadrant = (int)round(2 * y);
    switch (quadrant) {
    case 0: r = sin(M_PI * y); break;
    case 1: r = cos(M_PI * (y - 0.5)); break;
    case 2: r = sin(M_PI * (1 - y)); break;
    case 3: r = -cos(M_PI * (y - 1.5)); break;
    default: r = sin(M_PI * (y - 2)); break;
    }
    return copysign(1, x) * r;
}

/* errno tells EDOM and ERANGE. */
static double gamma_function(double x) {
    if (!isfinite(x)) {
        if (x < 0) errno = EDOM; /* -inf */
        return x < 0 ? (double)NAN : x;
    }
    if (x == 0) {
        errno = EDOM;
        return copysign((double)INFINITY, x);
    }
    if (x == floor(x)) {
        double product = 1;
        if (x < 0) {
            errno = EDOM;
            return (double)NAN;
        }
        for (int i = 2; x <= 23 && i < x; i++) product *= i; /* exact */
        if (x <= 23) return product;
    }
    double size = fabs(x);
    if (size < 1e-20) {
        if (isinf(1 / x)) errno = ERANGE;
        return 1 / x;
    }
    if (size > 200) {
        if (x < 0) return 0 / sin_pi(x);
        errno = ERANGE;
        return (double)INFINITY;
    }
    double y = size + lanczos_g - 0.5, error;
    /* what rounding y lost */
    if (size > lanczos_g - 0.5) error = (y - size) - (lanczos_g - 0.5);
    else error = (y - (lanczos_g - 0.5)) - size;
    double z = error * lanczos_g / y, r;
    if (x < 0) {
        r = -M_PI / sin_pi(size) / size * exp(y) / lanczos(size);
        r -= z * r;
        if (size < 140) r /= pow(y, size - 0.5);
        else {
            double root = pow(y, size / 2 - 0.25);
            r = r / root / root;
        }
    } else {
        r = lanczos(size) / exp(y);
        r += z * r;
        if (size < 140) r *= pow(y, size - 0.5);
        else {
            double root = pow(y, size / 2 - 0.25);
            r = r * root * root;
        }
    }
    if (isinf(r)) errno = ERANGE;
    return r;
}

static double log_gamma(double x) {
    if (!isfinite(x)) return isnan(x) ? x : (double)INFINITY;
    if (x == floor(x) && x <= 2) {
        if (x > 0) return 0;
        errno = EDOM;
        return (double)INFINITY;
    }
    double size = fabs(x);
    if (size < 1e-20) return -log(size);
    double r = log(lanczos(size)) - lanczos_g;
    r += (size - 0.5) * (log(size + lanczos_g - 0.5) - 1);
    if (x < 0) r = log(M_PI) - log(fabs(sin_pi(size))) - log(size) - r;
    if (isinf(r)) errno = ERANGE;
    return r;
}

/* What an infinite result of a finite argument means. */
enum Infinite { INFINITE_DOMAIN, INFINITE_RANGE, INFINITE_BY_ERRNO, INFINITE_FINE };

static const struct Unary {
    const char *signature;
    double (*function)(double x);
    enum Infinite infinite;
    const char *doc;
} unary[] = {
    {"acos(x, /)", acos, INFINITE_DOMAIN, "The arc cosine, in radians."},
    {"acosh(x, /)", acosh, INFINITE_DOMAIN, "The inverse hyperbolic cosine."},
    {"asin(x, /)", asin, INFINITE_DOMAIN, "The arc sine, in radians."},
    {"asinh(x, /)", asinh, INFINITE_DOMAIN, "The inverse hyperbolic sine."},
    {"atan(x, /)", atan, INFINITE_DOMAIN, "The arc tangent, in radians."},
    {"atanh(x, /)", atanh, INFINITE_DOMAIN, "The inverse hyperbolic tangent."},
    {"cbrt(x, /)", cbrt, INFINITE_DOMAIN, "The cube root."},
    {"cos(x, /)", cos, INFINITE_DOMAIN, "The cosine."},
    {"cosh(x, /)", cosh, INFINITE_RANGE, "The hyperbolic cosine."},
    {"degrees(x, /)", to_degrees, INFINITE_FINE, "x radians in degrees."},
    {"erf(x, /)", erf, INFINITE_BY_ERRNO, "The error function."},
    {"erfc(x, /)", erfc, INFINITE_BY_ERRNO, "1 - erf(x)."},
    {"exp(x, /)", exp, INFINITE_RANGE, "e ** x."},
    {"exp2(x, /)", exp2, INFINITE_RANGE, "2 ** x."},
    {"expm1(x, /)", expm1, INFINITE_RANGE, "exp(x) - 1."},
    {"fabs(x, /)", fabs, INFINITE_DOMAIN, "The absolute value, a float."},
    {"gamma(x, /)", gamma_function, INFINITE_BY_ERRNO, "The gamma function."},
    {"lgamma(x, /)", log_gamma, INFINITE_BY_ERRNO, "The logarithm of |gamma(x)|."},
    {"log1p(x, /)", log1p, INFINITE_DOMAIN, "log(1 + x)."},
    {"radians(x, /)", to_radians, INFINITE_FINE, "x degrees in radians."},
    {"sin(x, /)", sin, INFINITE_DOMAIN, "The sine."},
    {"sinh(x, /)", sinh, INFINITE_RANGE, "The hyperbolic sine."},
    {"sqrt(x, /)", sqrt, INFINITE_DOMAIN, "The square root."},
    {"tan(x, /)", tan, INFINITE_DOMAIN, "The tangent."},
    {"tanh(x, /)", tanh, INFINITE_DOMAIN, "The hyperbolic tangent."},
    {"ulp(x, /)", unit_in_last_place, INFINITE_FINE, "The value of the last bit of x."},
};

static ArrStatus call_unary(ArrState *state, const BuiltinCall *call, Value *result) {
    const struct Unary *row = &unary[call->data];
    double x;
    ArrStatus status = math_to_double(state, call->args[0], &x);
    if (status) return status;
    int saved = errno;
    errno = 0;
    double y = row->function(x);
    int error = errno;
    errno = saved;
    if (row->infinite == INFINITE_BY_ERRNO) {
        if (error == EDOM) return domain_error(state);
        if (error == ERANGE && fabs(y) > 1.5) return range_error(state);
    } else if (isnan(y) && !isnan(x)) {
        return domain_error(state);
    } else if (isinf(y) && isfinite(x) && row->infinite != INFINITE_FINE) {
        return row->infinite == INFINITE_RANGE ? range_error(state) : domain_error(state);
    }
    *result = value_float(y);
    return ARR_OK;
}

static ArrStatus call_test(ArrState *state, const BuiltinCall *call, Value *result) {
    double x;
    ArrStatus status = math_to_double(state, call->args[0], &x);
    if (status) return status;
    *result = value_bool(call->data == 0 ? isnan(x) : call->data == 1 ? isinf(x) : isfinite(x));
    return ARR_OK;
}

/* --- whole numbers ------------------------------------------------------------------- */

static ArrStatus call_rounding(ArrState *state, const BuiltinCall *call, Value *result) {
    Value v = call->args[0];
    double x;
    if (v.kind == VALUE_BOOL || v.kind == VALUE_INT || v.kind == VALUE_BIGINT)
        return number_unary(state, AST_OP_POSITIVE, v, result);
    if (call->data == 't' && !value_is_number(v) && v.kind != VALUE_ARRAY)
        return error_set(&state->base, ERROR_TYPE, "type %s doesn't define __trunc__ method",
                         value_type_name(v));
    ArrStatus status = math_to_double(state, v, &x);
    if (status) return status;
    return number_int_from_double(state,
                                  call->data == 'f'   ? floor(x)
                                  : call->data == 'c' ? ceil(x)
                                                      : trunc(x),
                                  result);
}

/* --- functions of two numbers ---------------------------------------------------------- */

static ArrStatus math_fmod(ArrState *state, const BuiltinCall *call, Value *result) {
    double x, y;
    ArrStatus status = two_doubles(state, call, &x, &y);
    if (status) return status;
    bool ieee = call->data;
    if (isnan(x) || isnan(y)) *result = value_float(x + y);
    else if (isinf(x) || y == 0) return domain_error(state);
    else *result = value_float(ieee ? remainder(x, y) : fmod(x, y));
    return ARR_OK;
}

static ArrStatus math_pow(ArrState *state, const BuiltinCall *call, Value *result) {
    double x, y;
    ArrStatus status = two_doubles(state, call, &x, &y);
    if (status) return status;
    double power = pow(x, y);
    if (isfinite(x) && isfinite(y)) {
        if (isnan(power) || (isinf(power) && x == 0)) return domain_error(state);
        if (isinf(power)) return range_error(state);
    }
    *result = value_float(power);
    return ARR_OK;
}

static ArrStatus math_two(ArrState *state, const BuiltinCall *call, Value *result) {
    double x, y;
    ArrStatus status = two_doubles(state, call, &x, &y);
    if (!status)
        *result = value_float(call->data == 'a'   ? atan2(x, y)
                              : call->data == 'c' ? copysign(x, y)
                                                  : nextafter(x, y));
    return status;
}

static ArrStatus math_ldexp(ArrState *state, const BuiltinCall *call, Value *result) {
    double x;
    Value exponent = call->args[1];
    int64_t e = 0;
    ArrStatus status = math_to_double(state, call->args[0], &x);
    if (status) return status;
    if (exponent.kind == VALUE_BIGINT) {
        bool negative;
        status = number_compare(state, AST_OP_LESS, exponent, value_int(0), &negative);
        e = negative ? -100000 : 100000;
    } else if (exponent.kind != VALUE_INT && exponent.kind != VALUE_BOOL &&
               exponent.kind != VALUE_ARRAY) {
        return error_set(&state->base, ERROR_TYPE, "Expected an int as second argument to ldexp.");
    } else {
        status = value_index(state, exponent, &e);
    }
    if (status) return status;
    double scaled = ldexp(x, (int)(e < -100000 ? -100000 : e > 100000 ? 100000 : e));
    if (isinf(scaled) && isfinite(x)) return range_error(state);
    *result = value_float(scaled);
    return ARR_OK;
}

static ArrStatus math_frexp(ArrState *state, const BuiltinCall *call, Value *result) {
    double x;
    int e = 0;
    ArrStatus status = math_to_double(state, call->args[0], &x);
    if (status) return status;
    double mantissa = isfinite(x) ? frexp(x, &e) : x;
    return pair(state, value_float(mantissa), value_int(e), result);
}

static ArrStatus math_modf(ArrState *state, const BuiltinCall *call, Value *result) {
    double x, whole;
    ArrStatus status = math_to_double(state, call->args[0], &x);
    if (status) return status;
    double fraction = modf(x, &whole);
    return pair(state, value_float(fraction), value_float(whole), result);
}

static ArrStatus math_isclose(ArrState *state, const BuiltinCall *call, Value *result) {
    double x, y, relative = 1e-9, absolute = 0;
    ArrStatus status = two_doubles(state, call, &x, &y);
    if (!status && call->args[2].kind != VALUE_UNDEFINED)
        status = math_to_double(state, call->args[2], &relative);
    if (!status && call->args[3].kind != VALUE_UNDEFINED)
        status = math_to_double(state, call->args[3], &absolute);
    if (status) return status;
    if (relative < 0 || absolute < 0)
        return error_set(&state->base, ERROR_VALUE, "tolerances must be non-negative");
    double difference = fabs(y - x);
    bool near = difference <= fabs(relative * y) || difference <= fabs(relative * x) ||
                difference <= absolute;
    *result = value_bool(x == y || (near && !isinf(x) && !isinf(y)));
    return ARR_OK;
}

/* --- logarithms ---------------------------------------------------------------------------- */

/* An int beyond the doubles as mantissa * 2**exponent. */
static ArrStatus big_frexp(ArrState *state, Value big, double *mantissa, int64_t *exponent) {
    Text digits = text_new(&state->base.heap);
    bigint_add_digits(big, 4, &digits);
    ArrStatus status = digits.failed ? error_memory(&state->base, digits.length, "digits") : ARR_OK;
    uint64_t top = 0;
    for (int64_t i = 0; !status && i < digits.length; i++) {
        char c = digits.bytes[i];
        unsigned digit = (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
        if (i < 16) top = top << 4 | digit;
        else if (digit) top |= 1; /* what was cut off decides ties */
    }
    int e = 0;
    *mantissa = frexp((double)top, &e);
    *exponent = e + 4 * (digits.length - 16);
    text_free(&digits);
    return status;
}

static double logarithm(int base, double x) {
    return base == 2 ? log2(x) : base == 10 ? log10(x) : log(x);
}

static ArrStatus log_of(ArrState *state, int base, Value v, double *result) {
    double x, mantissa;
    int64_t exponent;
    if (v.kind == VALUE_BIGINT && bigint_sign(v) > 0) {
        ArrStatus status = big_frexp(state, v, &mantissa, &exponent);
        if (status) return status;
        if (exponent > DBL_MAX_EXP) {
            *result = logarithm(base, mantissa) + logarithm(base, 2) * (double)exponent;
            return ARR_OK;
        }
    }
    if (v.kind == VALUE_BIGINT && bigint_sign(v) < 0) return domain_error(state);
    ArrStatus status = math_to_double(state, v, &x);
    if (status) return status;
    if (x <= 0) return domain_error(state);
    *result = logarithm(base, x);
    return ARR_OK;
}

static ArrStatus math_log(ArrState *state, const BuiltinCall *call, Value *result) {
    double x, base;
    ArrStatus status = log_of(state, call->data, call->args[0], &x);
    if (!status && call->data == 0 && call->args[1].kind != VALUE_UNDEFINED) {
        status = log_of(state, 0, call->args[1], &base);
        if (!status && base == 0)
            return error_set(&state->base, ERROR_ZERO_DIVISION, "float division by zero");
        if (!status) x /= base;
    }
    if (!status) *result = value_float(x);
    return status;
}

/* --- the table ------------------------------------------------------------------------------- */

static const BuiltinRow float_rows[] = {
    {"isnan(x, /)", call_test, "Whether x is not a number.", 0},
    {"isinf(x, /)", call_test, "Whether x is infinite.", 1},
    {"isfinite(x, /)", call_test, "Whether x is neither infinite nor nan.", 2},
    {"floor(x, /)", call_rounding, "The largest int not above x.", 'f'},
    {"ceil(x, /)", call_rounding, "The smallest int not below x.", 'c'},
    {"trunc(x, /)", call_rounding, "x without its fraction, an int.", 't'},
    {"fmod(x, y, /)", math_fmod, "The remainder of x / y with the sign of x.", 0},
    {"remainder(x, y, /)", math_fmod, "x minus the multiple of y nearest to it.", 1},
    {"pow(x, y, /)", math_pow, "x ** y as floats.", 0},
    {"atan2(y, x, /)", math_two, "The angle of the point (x, y), in radians.", 'a'},
    {"copysign(x, y, /)", math_two, "|x| with the sign of y.", 'c'},
    {"nextafter(x, y, /)", math_two, "The next float after x towards y.", 'n'},
    {"ldexp(x, i, /)", math_ldexp, "x * 2**i.", 0},
    {"frexp(x, /)", math_frexp, "(m, e) with x == m * 2**e and 0.5 <= |m| < 1.", 0},
    {"modf(x, /)", math_modf, "The fraction of x and its whole part, both floats.", 0},
    {"isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", math_isclose,
     "Whether a and b differ by no more than a tolerance.", 0},
    {"log(x, base=, /)", math_log, "The logarithm of x, natural or to a base.", 0},
    {"log2(x, /)", math_log, "The logarithm to base 2.", 2},
    {"log10(x, /)", math_log, "The logarithm to base 10.", 10},
    {NULL, NULL, NULL, 0},
};

/* Of a plain number, where the result is finite: then it is no error. */
static bool fast_unary(const BuiltinObject *builtin, Value self, const Value *args, int count,
                       Value *result) {
    (void)self;
    const struct Unary *row = &unary[builtin->row.data];
    if (count != 1 || row->infinite == INFINITE_BY_ERRNO) return false;
    if (args->kind != VALUE_FLOAT && args->kind != VALUE_INT) return false;
    int saved = errno;
    double y = row->function(args->kind == VALUE_INT ? (double)args->integer : args->number);
    errno = saved;
    if (!isfinite(y)) return false;
    *result = value_float(y);
    return true;
}

static ArrStatus register_unary(ArrState *state, Names *names) {
    ArrStatus status = ARR_OK;
    for (int i = 0; i < (int)(sizeof unary / sizeof *unary) && !status; i++) {
        const BuiltinRow rows[] = {{unary[i].signature, call_unary, unary[i].doc, i},
                                   {NULL, NULL, NULL, 0}};
        status = builtins_register(state, names, rows);
        int64_t length = strchr(unary[i].signature, '(') - unary[i].signature;
        if (!status)
            VALUE_AS(BuiltinObject, *names_find(names, unary[i].signature, length))->fast =
                fast_unary;
    }
    return status;
}

ArrStatus math_fill(ArrState *state, Names *names) {
    static const struct {
        const char *name;
        double value;
    } constants[] = {{"pi", M_PI},
                     {"e", M_E},
                     {"tau", 2 * M_PI},
                     {"inf", (double)INFINITY},
                     {"nan", (double)NAN}};
    ArrStatus status = register_unary(state, names);
    if (!status) status = builtins_register(state, names, float_rows);
    if (!status) status = builtins_register(state, names, math_whole_rows);
    if (!status) status = builtins_register(state, names, math_sum_rows);
    for (size_t i = 0; i < sizeof constants / sizeof *constants && !status; i++)
        status = names_set(state, names, constants[i].name, value_float(constants[i].value));
    return status;
}
