/* What instructions do, by their description and bit by bit: the host's side of instructions.def.
 */
#ifndef CUDASIM_HOST_OPS_H
#define CUDASIM_HOST_OPS_H
#include <fenv.h>
#include <math.h>

static inline u32 high_u32(u32 a, u32 b) {
    return (u32)((u64)a * b >> 32);
}
static inline u32 high_s32(s32 a, s32 b) {
    return (u32)((u64)((s64)a * b) >> 32);
}
static inline u64 high_u64(u64 a, u64 b) {
    return (u64)((wide)a * b >> 64);
}
static inline u64 high_s64(s64 a, s64 b) {
    return (u64)((wide)((__int128)a * b) >> 64);
}

static inline int high_bit(u64 a) {
    int bit = -1;
    for (int i = 0; i < 64; i++)
        if (a >> i & 1) bit = i;
    return bit;
}

static inline u64 field_bits(u64 a, u32 start, u32 length, u32 width, bool is_signed) {
    u32 last = start + length - 1 < width - 1 ? start + length - 1 : width - 1;
    u64 sign = is_signed && length ? a >> last & 1 : 0, result = 0;
    for (u32 i = 0; i < width; i++) {
        u64 bit = i < length && start + i < width ? a >> (start + i) & 1 : sign;
        result |= bit << i;
    }
    return result;
}

static inline u64 inserted_bits(u64 a, u64 b, u32 start, u32 length, u32 width) {
    for (u32 i = 0; i < length && start + i < width; i++)
        b = (b & ~(1ull << (start + i))) | (a >> i & 1) << (start + i);
    return b;
}

static inline s32 sign24(s32 a) {
    s32 low = a & 0xffffff;
    return low >= 0x800000 ? low - 0x1000000 : low;
}

/* The upper word of b:a shifted to the left, or the lower one to the right. */
static inline u32 shifted_pair(u32 a, u32 b, u32 by, int right) {
    u32 result = 0;
    for (u32 i = 0; i < 32; i++) {
        s32 from = right ? (s32)(i + by) : (s32)(32 + i) - (s32)by;
        u32 bit = from < 32 ? a >> from : from < 64 ? b >> (from - 32) : 0;
        result |= (bit & 1) << i;
    }
    return result;
}

static inline u32 picked_bytes(u32 a, u32 b, u32 c) {
    u8 bytes[8];
    u32 result = 0;
    for (int i = 0; i < 4; i++) {
        bytes[i] = (u8)(a >> 8 * i);
        bytes[4 + i] = (u8)(b >> 8 * i);
    }
    for (int i = 0; i < 4; i++) {
        u32 pick = c >> 4 * i, byte = bytes[pick & 7];
        if (pick & 8) byte = byte >= 128 ? 255 : 0;
        result |= byte << 8 * i;
    }
    return result;
}

static inline s32 products_of_bytes(s32 a, s32 b) {
    s32 sum = 0;
    for (int i = 0; i < 4; i++) sum += (s8)((u32)a >> 8 * i) * (s8)((u32)b >> 8 * i);
    return sum;
}

static inline f32 nearest_half(f32 a) {
    if (isnan(a) || isinf(a)) return a;
    int exponent;
    frexpf(a, &exponent);
    int unit = exponent - 11 < -24 ? -24 : exponent - 11;
    f32 rounded = ldexpf(rintf(ldexpf(a, -unit)), unit);
    return fabsf(rounded) > 65504 ? copysignf(INFINITY, a) : rounded;
}

static inline f32 flushed(f32 a) {
    return fabsf(a) < 0x1p-126f ? copysignf(0, a) : a;
}

/* Under another rounding; operands and result pass through memory, so that no compiler computes it
 * before or after. */
#define ROUNDED(name, T, f)                                                                   \
    static inline T name(int direction, char op, T a, T b) {                                  \
        volatile T x = a, y = b, result;                                                      \
        fesetround(direction);                                                                \
        result = op == '+' ? x + y : op == '*' ? x * y : op == '/' ? x / y : fma##f(x, y, x); \
        fesetround(FE_TONEAREST);                                                             \
        return result;                                                                        \
    }
ROUNDED(roundedf, f32, f)
ROUNDED(rounded, f64, )

#define SIGNED(T)      (#T[0] == 's')
#define NEGATIVE(T, a) (SIGNED(T) && is_negative((s64)(a)))
static inline bool is_negative(s64 a) {
    return a < 0;
}

#endif
