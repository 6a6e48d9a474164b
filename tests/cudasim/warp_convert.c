/* cvt: every pair of types through the widest of its kind, then rounded once to what is wanted. */
#include "warp.h"
#include <fenv.h>
#include <math.h>
#include <string.h>

typedef uint32_t __attribute__((may_alias)) word32;
typedef uint64_t __attribute__((may_alias)) word64;
typedef float __attribute__((may_alias)) single;
typedef double __attribute__((may_alias)) twice;

static bool is_float(PtxType type) {
    return type == TYPE_F16 || type == TYPE_BF16 || type == TYPE_F32 || type == TYPE_F64;
}

static bool is_signed(PtxType type) {
    return type == TYPE_S8 || type == TYPE_S16 || type == TYPE_S32 || type == TYPE_S64;
}

/* --- half precision ----------------------------------------------------------------------------
 */

static double half_value(uint32_t bits) {
    uint32_t exponent = bits >> 10 & 31, fraction = bits & 1023;
    double value = exponent == 0    ? ldexp((double)fraction, -24)
                   : exponent == 31 ? (fraction ? NAN : INFINITY)
                                    : ldexp((double)(fraction + 1024), (int)exponent - 25);
    return bits & 0x8000 ? -value : value;
}

static double brain_value(uint32_t bits) {
    uint32_t wide = bits << 16;
    float value;
    memcpy(&value, &wide, 4);
    return (double)value;
}

/* To a format of `fraction` bits and the least exponent of a normal number, by the rounding that is
 * set. */
static double round_to(double value, int fraction, int least) {
    int exponent;
    if (value == 0 || !isfinite(value)) return value;
    frexp(value, &exponent);
    if (exponent - 1 < least) exponent = least + 1;
    double unit = ldexp(1, exponent - 1 - fraction);
    return nearbyint(value / unit) * unit;
}

static uint32_t half_bits(double value) {
    uint32_t sign = signbit(value) ? 0x8000 : 0;
    value = fabs(round_to(value, 10, -14));
    if (isnan(value)) return 0x7fff;
    if (value >= 65536) return sign | 0x7c00;
    if (value < ldexp(1, -14)) return sign | (uint32_t)ldexp(value, 24);
    int exponent;
    double fraction = frexp(value, &exponent);
    return sign | (uint32_t)(exponent + 14) << 10 | ((uint32_t)ldexp(fraction, 11) & 1023);
}

static uint32_t brain_bits(double value) {
    if (isnan(value)) return 0x7fff;
    float rounded = (float)round_to(value, 7, -126);
    uint32_t bits;
    memcpy(&bits, &rounded, 4);
    return bits >> 16;
}

/* --- from registers ------------------------------------------------------------------------------
 */

static uint64_t lane_bits(const Warp *warp, const PtxOp *op, int lane) {
    return op->flags & PTX_WIDE_A ? ((const word64 *)warp_register(warp, op->a))[lane]
                                  : ((const word32 *)warp_register(warp, op->a))[lane];
}

static double float_of(PtxType type, uint64_t bits) {
    double value;
    float narrow;
    uint32_t word = (uint32_t)bits;
    switch (type) {
    case TYPE_F64: memcpy(&value, &bits, 8); return value;
    case TYPE_F32: memcpy(&narrow, &word, 4); return (double)narrow;
    case TYPE_F16: return half_value(word & 0xffff);
    default: return brain_value(word & 0xffff);
    }
}

static uint64_t whole_of(PtxType type, uint64_t bits) {
    unsigned size = 8 * ptx_type_size(type);
    if (size == 64) return bits;
    if (!is_signed(type)) return bits & ((UINT64_C(1) << size) - 1);
    return (uint64_t)((int64_t)(bits << (64 - size)) >> (64 - size));
}

/* --- to registers ------------------------------------------------------------------------ */

static void put(const Warp *warp, const PtxOp *op, int lane, uint64_t bits) {
    if (op->flags & PTX_WIDE_D) ((word64 *)warp_register(warp, op->d))[lane] = bits;
    else ((word32 *)warp_register(warp, op->d))[lane] = (uint32_t)bits;
}

static uint64_t float_bits(PtxType type, double value) {
    uint64_t bits = 0;
    float narrow = (float)value;
    switch (type) {
    case TYPE_F64: memcpy(&bits, &value, 8); return bits;
    case TYPE_F32: memcpy(&bits, &narrow, 4); return bits;
    case TYPE_F16: return half_bits(value);
    default: return brain_bits(value);
    }
}

static double whole(double value, int64_t rounding) {
    switch (rounding) {
    case MODE_ZERO: return trunc(value);
    case MODE_DOWN: return floor(value);
    case MODE_UP: return ceil(value);
    default: return nearbyint(value); /* to nearest, which is set */
    }
}

/* Out of range is the end of the range; nan is 0, or the least of 64 bits. */
static uint64_t whole_from_float(const PtxOp *op, double value) {
    PtxType type = (PtxType)op->type;
    unsigned size = 8 * ptx_type_size(type);
    uint64_t half = UINT64_C(1) << (size - 1);
    bool wide = size == 64 || op->from == TYPE_F64;
    if (isnan(value)) return wide ? half : 0;
    value = whole(value, op->imm < 0 ? MODE_ZERO : op->imm);
    if (is_signed(type)) {
        double end = (double)half;
        if (value >= end) return half - 1;
        if (value < -end) return 0 - half;
        return (uint64_t)(int64_t)value;
    }
    if (value <= 0) return 0;
    if (value >= 2 * (double)half) return UINT64_MAX >> (64 - size);
    return (uint64_t)value;
}

static uint64_t clamp_whole(const PtxOp *op, uint64_t bits) {
    PtxType type = (PtxType)op->type;
    bool from_signed = is_signed((PtxType)op->from);
    unsigned size = 8 * ptx_type_size(type);
    if (!(op->flags & PTX_SATURATE)) return whole_of(type, bits);
    if (is_signed(type)) {
        int64_t most = (int64_t)(UINT64_MAX >> (65 - size)), least = -most - 1;
        if (!from_signed) return bits > (uint64_t)most ? (uint64_t)most : bits;
        int64_t value = (int64_t)bits;
        return (uint64_t)(value > most ? most : value < least ? least : value);
    }
    uint64_t most = UINT64_MAX >> (64 - size);
    if (from_signed && (int64_t)bits < 0) return 0;
    return bits > most ? most : bits;
}

static uint64_t convert_lane(const PtxOp *op, uint64_t bits) {
    PtxType type = (PtxType)op->type, from = (PtxType)op->from;
    if (is_float(from)) {
        double value = float_of(from, bits);
        if (!is_float(type)) return whole_from_float(op, value);
        if (op->kind) value = whole(value, op->imm);
        if (op->flags & PTX_SATURATE) value = value > 0 ? (value < 1 ? value : 1) : 0;
        return float_bits(type, value);
    }
    uint64_t value = whole_of(from, bits);
    if (!is_float(type)) return clamp_whole(op, value);
    /* Rounded once: int64 to float by way of double would round twice. */
    if (type == TYPE_F32) {
        float narrow = is_signed(from) ? (float)(int64_t)value : (float)value;
        uint32_t word;
        memcpy(&word, &narrow, 4);
        return word;
    }
    return float_bits(type, is_signed(from) ? (double)(int64_t)value : (double)value);
}

/* The pairs that addresses and loops are full of. */
static bool convert_words(Warp *warp, const PtxOp *op) {
    word64 *wide = warp_register(warp, op->d);
    word32 *narrow = warp_register(warp, op->d);
    const word32 *from = warp_register(warp, op->a);
    const word64 *from_wide = warp_register(warp, op->a);
    if (op->flags & PTX_SATURATE) return false;
    if (ptx_type_size((PtxType)op->from) == 4 && ptx_type_size((PtxType)op->type) == 8 &&
        !(op->flags & PTX_WIDE_A) && !is_float((PtxType)op->type) && !is_float((PtxType)op->from)) {
        if (is_signed((PtxType)op->from))
            for (int i = 0; i < PTX_LANES; i++) wide[i] = (word64)(int64_t)(int32_t)from[i];
        else
            for (int i = 0; i < PTX_LANES; i++) wide[i] = from[i];
        return true;
    }
    if (ptx_type_size((PtxType)op->from) == 8 && ptx_type_size((PtxType)op->type) == 4 &&
        !(op->flags & PTX_WIDE_D) && !is_float((PtxType)op->type) && !is_float((PtxType)op->from)) {
        for (int i = 0; i < PTX_LANES; i++) narrow[i] = (uint32_t)from_wide[i];
        return true;
    }
    return false;
}

void warp_convert(Warp *warp, const PtxOp *op, uint32_t mask) {
    static const int directions[] = {FE_TONEAREST, FE_TOWARDZERO, FE_DOWNWARD, FE_UPWARD};
    if (mask == FULL_MASK && convert_words(warp, op)) return;
    bool rounds = op->imm > 0 && !op->kind;
    if (rounds) fesetround(directions[op->imm]);
    for (uint32_t left = mask; left; left &= left - 1) {
        int lane = __builtin_ctz(left);
        put(warp, op, lane, convert_lane(op, lane_bits(warp, op, lane)));
    }
    if (rounds) fesetround(FE_TONEAREST);
}
