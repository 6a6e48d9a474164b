/* Arithmetic of one lane that C has no operator for, as the hardware does it. */
#ifndef CUDASIM_WARP_ARITHMETIC_H
#define CUDASIM_WARP_ARITHMETIC_H
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef uint16_t u16;
typedef int16_t s16;
typedef uint32_t u32;
typedef int32_t s32;
typedef uint64_t u64;
typedef int64_t s64;
typedef float f32;
typedef double f64;
typedef unsigned __int128 u128;
typedef __int128 s128;

/* Division by zero gives all bits, as the hardware's does. */
#define DIVISION(T, overflows, negative)           \
    static inline T divide_##T(T a, T b) {         \
        if (b == 0) return (T) ~(T)0;              \
        if (overflows) return (T)(0 - (u64)a);     \
        return (T)(a / b);                         \
    }                                              \
    static inline T remainder_##T(T a, T b) {      \
        if (b == 0) return a;                      \
        if (overflows) return 0;                   \
        return (T)(a % b);                         \
    }                                              \
    static inline T shift_right_##T(T a, u32 b) {  \
        if (b < 8 * sizeof(T)) return (T)(a >> b); \
        return (T)(0 - (negative));                \
    }
DIVISION(u16, false, false)
DIVISION(u32, false, false)
DIVISION(u64, false, false)
DIVISION(s16, b == -1, a < 0)
DIVISION(s32, b == -1, a < 0)
DIVISION(s64, b == -1, a < 0)

static inline u64 reverse_bits(u64 a) {
    u64 result = 0;
    for (int i = 0; i < 64; i++) result |= (a >> i & 1) << (63 - i);
    return result;
}

static inline u32 find_bit(u64 a) {
    return a ? 63 - (u32)__builtin_clzll(a) : 0xffffffff;
}

static inline u64 extract_bits(u64 a, u32 position, u32 length, u32 width, int is_signed) {
    u32 start = position & 255, count = length & 255;
    u64 sign = 0;
    if (is_signed && count) {
        u32 last = start + count - 1 < width - 1 ? start + count - 1 : width - 1;
        sign = a >> last & 1;
    }
    u64 fill = sign ? ~(u64)0 : 0;
    if (!count) return 0;
    u64 value = start < width ? a >> start : 0;
    u32 have = start < width ? width - start : 0;
    if (have < 64) value = (value & ((1ull << have) - 1)) | fill << have;
    return count >= 64 ? value : (value & ((1ull << count) - 1)) | fill << count;
}

static inline u64 insert_bits(u64 a, u64 b, u32 position, u32 length, u32 width) {
    u32 start = position & 255, count = length & 255;
    if (start >= width || !count) return b;
    u64 ones = count >= 64 ? ~(u64)0 : (1ull << count) - 1;
    return (b & ~(ones << start)) | (a & ones) << start;
}

static inline u32 lop3(u32 a, u32 b, u32 c, u32 table) {
    u32 result = 0;
    if (table & 0x01) result |= ~a & ~b & ~c;
    if (table & 0x02) result |= ~a & ~b & c;
    if (table & 0x04) result |= ~a & b & ~c;
    if (table & 0x08) result |= ~a & b & c;
    if (table & 0x10) result |= a & ~b & ~c;
    if (table & 0x20) result |= a & ~b & c;
    if (table & 0x40) result |= a & b & ~c;
    if (table & 0x80) result |= a & b & c;
    return result;
}

static inline u32 permute_bytes(u32 a, u32 b, u32 selector) {
    u64 bytes = (u64)b << 32 | a;
    u32 result = 0;
    for (int i = 0; i < 4; i++) {
        u32 pick = selector >> (4 * i) & 15;
        u32 byte = (u32)(bytes >> (8 * (pick & 7))) & 255;
        if (pick & 8) byte = byte & 128 ? 255 : 0;
        result |= byte << (8 * i);
    }
    return result;
}

static inline s32 dot4(s32 a, s32 b, s32 c) {
    for (int i = 0; i < 32; i += 8) c += (s32)(int8_t)(a >> i) * (int8_t)(b >> i);
    return c;
}

/* The one that is a number; of two zeros the negative one is less. */
#define EXTREMES(T, f)                         \
    static inline T minimum##f(T a, T b) {     \
        if (isnan(a)) return b;                \
        if (a == b) return signbit(a) ? a : b; \
        return b < a ? b : a;                  \
    }                                          \
    static inline T maximum##f(T a, T b) {     \
        if (isnan(a)) return b;                \
        if (a == b) return signbit(a) ? b : a; \
        return b > a ? b : a;                  \
    }
EXTREMES(f32, f)
EXTREMES(f64, )

static inline f64 upper_word(f64 a) {
    u64 bits;
    memcpy(&bits, &a, 8);
    bits &= 0xffffffff00000000;
    memcpy(&a, &bits, 8);
    return a;
}

#endif
