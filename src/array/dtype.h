/* The table of element types, and NumPy 2's promotion (NEP 50). */
#ifndef ARRAY_DTYPE_H
#define ARRAY_DTYPE_H

#include <complex.h>
#undef I /* a name that tables use */

#include "../base/error.h"

typedef enum ArrayKind { KIND_BOOL, KIND_INT, KIND_UINT, KIND_FLOAT, KIND_COMPLEX } ArrayKind;

typedef struct DtypeInfo {
    const char *name;    /* "float64" */
    ArrayKind kind;
    char kind_char;      /* NumPy's dtype.kind: b i u f c */
    uint8_t itemsize;
    const char *c_type;  /* of the kernels */
} DtypeInfo;

/* id, NumPy's name, kind, kind character, C type */
#define DTYPES(X)                                                                                  \
    X(BOOL, "bool", KIND_BOOL, 'b', uint8_t)                                                       \
    X(INT8, "int8", KIND_INT, 'i', int8_t)                                                         \
    X(INT16, "int16", KIND_INT, 'i', int16_t)                                                      \
    X(INT32, "int32", KIND_INT, 'i', int32_t)                                                      \
    X(INT64, "int64", KIND_INT, 'i', int64_t)                                                      \
    X(UINT8, "uint8", KIND_UINT, 'u', uint8_t)                                                     \
    X(UINT16, "uint16", KIND_UINT, 'u', uint16_t)                                                  \
    X(UINT32, "uint32", KIND_UINT, 'u', uint32_t)                                                  \
    X(UINT64, "uint64", KIND_UINT, 'u', uint64_t)                                                  \
    X(FLOAT32, "float32", KIND_FLOAT, 'f', float)                                                  \
    X(FLOAT64, "float64", KIND_FLOAT, 'f', double)                                                 \
    X(COMPLEX64, "complex64", KIND_COMPLEX, 'c', float complex)                                    \
    X(COMPLEX128, "complex128", KIND_COMPLEX, 'c', double complex)

extern const DtypeInfo dtype_info[ARR_DTYPE_COUNT];

/* "float64", "f8", "d", "int", "bool", ...; false: no such type. */
bool dtype_from_name(const char *name, int64_t length, ArrDtype *dtype);
/* np.promote_types */
ArrDtype dtype_promote(ArrDtype a, ArrDtype b);
/* np.can_cast(from, to, "safe") and "same_kind" */
bool dtype_safe_cast(ArrDtype from, ArrDtype to);
bool dtype_same_kind_cast(ArrDtype from, ArrDtype to);

/* One element of any type, on the host. */
typedef struct ArrConst {
    ArrDtype dtype;
    union {
        uint8_t b;
        int8_t i1;
        int16_t i2;
        int32_t i4;
        int64_t i8;
        uint8_t u1;
        uint16_t u2;
        uint32_t u4;
        uint64_t u8;
        float f4;
        double f8;
        float c8[2];
        double c16[2];
        uint64_t words[2];
        unsigned char bytes[16];
    };
} ArrConst;

/* All bytes of the value are defined. */
static inline ArrConst const_bool(bool value) {
    return (ArrConst){.dtype = ARR_BOOL, .words = {value, 0}};
}

static inline ArrConst const_int(int64_t value) {
    return (ArrConst){.dtype = ARR_INT64, .words = {(uint64_t)value, 0}};
}

static inline ArrConst const_float(double value) {
    return (ArrConst){.dtype = ARR_FLOAT64, .c16 = {value, 0}};
}

static inline ArrConst const_complex(double real, double imag) {
    return (ArrConst){.dtype = ARR_COMPLEX128, .c16 = {real, imag}};
}

/* NumPy's unsafe cast (float to int truncates, ints wrap, complex drops imag). */
ArrConst const_cast(ArrConst value, ArrDtype dtype);

#endif
