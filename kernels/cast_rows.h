/* The rows of all casts and ranges. Whoever includes this file defines, for each
 * pair of types, what becomes of the value's text:
 *
 *   CAST_LOOP(FROM, F, TO, T, value)     x of type F, dtype FROM, as T
 *   CAST_COMPLEX(FROM, F, TO, T, value)  the same where T is complex
 *   RANGE_LOOP(D, T, COUNT, value)       the k-th element of a range, of start and step
 *
 * The texts are both C11 and CUDA C++. CAST_OF_INT, ... say how the element x of
 * a source becomes an int. */

/* real: x without imaginary part. */
#define CAST_FROM(FROM, F, to_int, real)                                 \
    CAST_LOOP(FROM, F, BOOL, uint8_t, x != 0)                            \
    CAST_LOOP(FROM, F, INT8, int8_t, to_int(int8_t, int32, real))        \
    CAST_LOOP(FROM, F, INT16, int16_t, to_int(int16_t, int32, real))     \
    CAST_LOOP(FROM, F, INT32, int32_t, to_int(int32_t, int32, real))     \
    CAST_LOOP(FROM, F, INT64, int64_t, to_int(int64_t, int64, real))     \
    CAST_LOOP(FROM, F, UINT8, uint8_t, to_int(uint8_t, int32, real))     \
    CAST_LOOP(FROM, F, UINT16, uint16_t, to_int(uint16_t, int32, real))  \
    CAST_LOOP(FROM, F, UINT32, uint32_t, to_int(uint32_t, int64, real))  \
    CAST_LOOP(FROM, F, UINT64, uint64_t, to_int(uint64_t, uint64, real)) \
    CAST_LOOP(FROM, F, FLOAT32, float, (float)real)                      \
    CAST_LOOP(FROM, F, FLOAT64, double, (double)real)                    \
    CAST_COMPLEX(FROM, F, COMPLEX64, Complex64, (Complex64)x)                      \
    CAST_COMPLEX(FROM, F, COMPLEX128, Complex128, (Complex128)x)

CAST_FROM(BOOL, uint8_t, CAST_OF_INT, x)
CAST_FROM(INT8, int8_t, CAST_OF_INT, x)
CAST_FROM(INT16, int16_t, CAST_OF_INT, x)
CAST_FROM(INT32, int32_t, CAST_OF_INT, x)
CAST_FROM(INT64, int64_t, CAST_OF_INT, x)
CAST_FROM(UINT8, uint8_t, CAST_OF_INT, x)
CAST_FROM(UINT16, uint16_t, CAST_OF_INT, x)
CAST_FROM(UINT32, uint32_t, CAST_OF_INT, x)
CAST_FROM(UINT64, uint64_t, CAST_OF_INT, x)
CAST_FROM(FLOAT32, float, CAST_OF_FLOAT, x)
CAST_FROM(FLOAT64, double, CAST_OF_DOUBLE, x)
CAST_FROM(COMPLEX64, Complex64, CAST_OF_FLOAT, creal(x))
CAST_FROM(COMPLEX128, Complex128, CAST_OF_DOUBLE, creal(x))
#undef CAST_FROM

/* start + i * step in the type itself; ints wrap. i counts in double, which is
 * exact (no array has 2^53 elements) and cheaper to make than from int64. */
#define RANGE_INT(D, T) RANGE_LOOP(D, T, uint64_t, (T)((uint64_t)start + k * (uint64_t)step))

RANGE_LOOP(BOOL, uint8_t, uint64_t, k == 0 ? start : start | step)
RANGE_INT(INT8, int8_t)
RANGE_INT(INT16, int16_t)
RANGE_INT(INT32, int32_t)
RANGE_INT(INT64, int64_t)
RANGE_INT(UINT8, uint8_t)
RANGE_INT(UINT16, uint16_t)
RANGE_INT(UINT32, uint32_t)
RANGE_INT(UINT64, uint64_t)
RANGE_LOOP(FLOAT32, float, double, start + (float)k * step)
RANGE_LOOP(FLOAT64, double, double, start + k * step)
RANGE_LOOP(COMPLEX64, Complex64, double,
           COMPLEX(creal(start) + (float)k * creal(step), cimag(start) + (float)k * cimag(step)))
RANGE_LOOP(COMPLEX128, Complex128, double,
           COMPLEX(creal(start) + k * creal(step), cimag(start) + k * cimag(step)))
#undef RANGE_INT
