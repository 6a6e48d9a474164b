/* Element types: their table, names, casting rules and promotion, and single
 * elements as host constants. Nothing here allocates or fails. */
#include "dtype.h"

#include <string.h>

#include "convert.h"

const DtypeInfo dtype_info[ARR_DTYPE_COUNT] = {
#define X(id, name, kind, kind_char, c_type) \
    [ARR_##id] = {name, kind, kind_char, sizeof(c_type), #c_type},
    DTYPES(X)
#undef X
};

typedef struct DtypeName {
    const char *name;
    ArrDtype dtype;
} DtypeName;

/* What np.dtype() takes besides the names of the table. */
static const DtypeName dtype_names[] = {
    {"int", ARR_INT64},          {"float", ARR_FLOAT64},  {"complex", ARR_COMPLEX128},
    {"bool_", ARR_BOOL},         {"int_", ARR_INT64},     {"intp", ARR_INT64},
    {"uint", ARR_UINT64},        {"uintp", ARR_UINT64},   {"byte", ARR_INT8},
    {"ubyte", ARR_UINT8},        {"short", ARR_INT16},    {"ushort", ARR_UINT16},
    {"intc", ARR_INT32},         {"uintc", ARR_UINT32},   {"long", ARR_INT64},
    {"ulong", ARR_UINT64},       {"longlong", ARR_INT64}, {"ulonglong", ARR_UINT64},
    {"single", ARR_FLOAT32},     {"double", ARR_FLOAT64}, {"csingle", ARR_COMPLEX64},
    {"cdouble", ARR_COMPLEX128},
};

/* These may follow a byte order: "<f8". */
static const DtypeName dtype_codes[] = {
    {"b1", ARR_BOOL},        {"i1", ARR_INT8},    {"i2", ARR_INT16},    {"i4", ARR_INT32},
    {"i8", ARR_INT64},       {"u1", ARR_UINT8},   {"u2", ARR_UINT16},   {"u4", ARR_UINT32},
    {"u8", ARR_UINT64},      {"f4", ARR_FLOAT32}, {"f8", ARR_FLOAT64},  {"c8", ARR_COMPLEX64},
    {"c16", ARR_COMPLEX128}, {"?", ARR_BOOL},     {"b", ARR_INT8},      {"h", ARR_INT16},
    {"i", ARR_INT32},        {"l", ARR_INT64},    {"q", ARR_INT64},     {"p", ARR_INT64},
    {"n", ARR_INT64},        {"B", ARR_UINT8},    {"H", ARR_UINT16},    {"I", ARR_UINT32},
    {"L", ARR_UINT64},       {"Q", ARR_UINT64},   {"P", ARR_UINT64},    {"N", ARR_UINT64},
    {"f", ARR_FLOAT32},      {"d", ARR_FLOAT64},  {"F", ARR_COMPLEX64}, {"D", ARR_COMPLEX128},
};
#define DTYPE_LENGTH(table) ((int)(sizeof(table) / sizeof(table)[0]))

static bool dtype_same_name(const char *known, const char *name, int64_t length) {
    return (int64_t)strlen(known) == length && memcmp(known, name, (size_t)length) == 0;
}

static bool dtype_search(const DtypeName *table, int count, const char *name, int64_t length,
                         ArrDtype *dtype) {
    for (int k = 0; k < count; k++) {
        if (dtype_same_name(table[k].name, name, length)) {
            *dtype = table[k].dtype;
            return true;
        }
    }
    return false;
}

bool dtype_from_name(const char *name, int64_t length, ArrDtype *dtype) {
    for (int k = 0; k < ARR_DTYPE_COUNT; k++) {
        if (dtype_same_name(dtype_info[k].name, name, length)) {
            *dtype = (ArrDtype)k;
            return true;
        }
    }
    if (dtype_search(dtype_names, DTYPE_LENGTH(dtype_names), name, length, dtype)) {
        return true;
    }
    if (length > 1 && (*name == '<' || *name == '=' || *name == '|')) { /* the host's order */
        name++;
        length--;
    }
    return dtype_search(dtype_codes, DTYPE_LENGTH(dtype_codes), name, length, dtype);
}

static bool dtype_is_complex(ArrDtype dtype) {
    return dtype_info[dtype].kind == KIND_COMPLEX;
}

/* Bytes of a float, or of one part of a complex number. */
static int dtype_part_size(ArrDtype dtype) {
    return dtype_info[dtype].itemsize / (dtype_is_complex(dtype) ? 2 : 1);
}

bool dtype_safe_cast(ArrDtype from, ArrDtype to) {
    const DtypeInfo *f = &dtype_info[from], *t = &dtype_info[to];
    if (from == to || f->kind == KIND_BOOL) {
        return true;
    }
    if (t->kind == KIND_FLOAT || t->kind == KIND_COMPLEX) {
        if (f->kind == KIND_INT || f->kind == KIND_UINT) {
            return dtype_part_size(to) == 8 || f->itemsize <= 2; /* all its values are exact,
                                              or NumPy says so: int64 to float64 */
        }
        return f->kind <= t->kind && dtype_part_size(from) <= dtype_part_size(to);
    }
    if (f->kind == t->kind) {
        return f->itemsize <= t->itemsize;
    }
    return f->kind == KIND_UINT && t->kind == KIND_INT && f->itemsize < t->itemsize;
}

bool dtype_same_kind_cast(ArrDtype from, ArrDtype to) {
    static const uint8_t rank[] = {
        [KIND_BOOL] = 0, [KIND_UINT] = 1, [KIND_INT] = 2, [KIND_FLOAT] = 3, [KIND_COMPLEX] = 4};
    return rank[dtype_info[from].kind] <= rank[dtype_info[to].kind];
}

ArrDtype dtype_promote(ArrDtype a, ArrDtype b) {
    if (dtype_safe_cast(a, b)) {
        return b;
    }
    if (dtype_safe_cast(b, a)) {
        return a;
    }
    int common = ARR_BOOL;
    while (!dtype_safe_cast(a, (ArrDtype)common) || !dtype_safe_cast(b, (ArrDtype)common)) {
        common++; /* complex128 takes every type */
    }
    return (ArrDtype)common;
}

static ArrConst const_new(ArrDtype dtype) {
    ArrConst value;
    memset(&value, 0, sizeof value); /* all bytes defined: constants are compared and hashed */
    value.dtype = dtype;
    return value;
}

/* The value of any constant without loss: integer for bools and ints (as
 * int64's bits unless is_unsigned), real and imag for the others. */
typedef struct ConstWide {
    bool is_integer, is_unsigned;
    uint64_t integer;
    double real, imag;
} ConstWide;

static ConstWide const_wide_integer(uint64_t bits, bool is_unsigned) {
    return (ConstWide){.is_integer = true, .is_unsigned = is_unsigned, .integer = bits};
}

static ConstWide const_widen(const ArrConst *value) {
    switch (value->dtype) {
    case ARR_BOOL: return const_wide_integer(value->b != 0, true);
    case ARR_INT8: return const_wide_integer((uint64_t)value->i1, false);
    case ARR_INT16: return const_wide_integer((uint64_t)value->i2, false);
    case ARR_INT32: return const_wide_integer((uint64_t)value->i4, false);
    case ARR_INT64: return const_wide_integer((uint64_t)value->i8, false);
    case ARR_UINT8: return const_wide_integer(value->u1, true);
    case ARR_UINT16: return const_wide_integer(value->u2, true);
    case ARR_UINT32: return const_wide_integer(value->u4, true);
    case ARR_UINT64: return const_wide_integer(value->u8, true);
    case ARR_FLOAT32: return (ConstWide){.real = (double)value->f4};
    case ARR_FLOAT64: return (ConstWide){.real = value->f8};
    case ARR_COMPLEX64:
        return (ConstWide){.real = (double)value->c8[0], .imag = (double)value->c8[1]};
    case ARR_COMPLEX128: return (ConstWide){.real = value->c16[0], .imag = value->c16[1]};
    default: return (ConstWide){.real = 0};
    }
}

static float const_float32(const ConstWide *wide) {
    if (!wide->is_integer) {
        return (float)wide->real;
    }
    return wide->is_unsigned ? (float)wide->integer : (float)(int64_t)wide->integer;
}

static double const_float64(const ConstWide *wide) {
    if (!wide->is_integer) {
        return wide->real;
    }
    return wide->is_unsigned ? (double)wide->integer : (double)(int64_t)wide->integer;
}

/* The low bits are the value in any int type; narrow ones go through int32, as
 * in the kernels. */
static uint64_t const_integer(const ConstWide *wide, ArrDtype dtype) {
    if (wide->is_integer) {
        return wide->integer;
    }
    if (dtype == ARR_UINT64) {
        return convert_double_uint64(wide->real);
    }
    if (dtype == ARR_INT64 || dtype == ARR_UINT32) {
        return (uint64_t)convert_double_int64(wide->real);
    }
    return (uint64_t)convert_double_int32(wide->real);
}

static bool const_is_true(const ConstWide *wide) {
    return wide->is_integer ? wide->integer != 0 : wide->real != 0 || wide->imag != 0;
}

ArrConst const_cast(ArrConst value, ArrDtype dtype) {
    if (value.dtype == dtype) return value;
    ConstWide wide = const_widen(&value);
    ArrConst result = const_new(dtype);
    switch (dtype) {
    case ARR_BOOL: result.b = const_is_true(&wide); break;
    case ARR_INT8: result.i1 = (int8_t)const_integer(&wide, dtype); break;
    case ARR_INT16: result.i2 = (int16_t)const_integer(&wide, dtype); break;
    case ARR_INT32: result.i4 = (int32_t)const_integer(&wide, dtype); break;
    case ARR_INT64: result.i8 = (int64_t)const_integer(&wide, dtype); break;
    case ARR_UINT8: result.u1 = (uint8_t)const_integer(&wide, dtype); break;
    case ARR_UINT16: result.u2 = (uint16_t)const_integer(&wide, dtype); break;
    case ARR_UINT32: result.u4 = (uint32_t)const_integer(&wide, dtype); break;
    case ARR_UINT64: result.u8 = const_integer(&wide, dtype); break;
    case ARR_FLOAT32: result.f4 = const_float32(&wide); break;
    case ARR_FLOAT64: result.f8 = const_float64(&wide); break;
    case ARR_COMPLEX64:
        result.c8[0] = const_float32(&wide);
        result.c8[1] = (float)wide.imag;
        break;
    case ARR_COMPLEX128:
        result.c16[0] = const_float64(&wide);
        result.c16[1] = wide.imag;
        break;
    default: break;
    }
    return result;
}
