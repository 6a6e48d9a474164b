/* The interpreter against the host: each row is an expression that NVRTC compiles for the device
 * and the compiler for this machine; both get the same numbers. One module holds a group of rows.
 */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gpu.h"

typedef unsigned char u8;
typedef signed char s8;
typedef unsigned short u16;
typedef short s16;
typedef unsigned u32;
typedef int s32;
typedef unsigned long long u64;
typedef long long s64;
typedef float f32;
typedef double f64;
typedef unsigned __int128 wide;
#include "host_ops.h"

enum { COUNT = 1000, THREADS = 96 };

#define DEVICE_TYPES                                                                               \
    "typedef unsigned char u8; typedef signed char s8; typedef unsigned short u16; typedef short " \
    "s16; typedef unsigned u32; typedef int s32; typedef unsigned long long u64; typedef long "    \
    "long s64; typedef float f32; typedef double f64;\n"

/* What the device has names for. */
static inline s32 __popc(u32 a) {
    return __builtin_popcount(a);
}
static inline s32 __popcll(u64 a) {
    return __builtin_popcountll(a);
}
static inline s32 __clz(s32 a) {
    return a ? __builtin_clz((u32)a) : 32;
}
static inline s32 __clzll(s64 a) {
    return a ? __builtin_clzll((u64)a) : 64;
}
static inline s32 __ffs(s32 a) {
    return __builtin_ffs(a);
}
static inline u32 __brev(u32 a) {
    u32 r = 0;
    for (int i = 0; i < 32; i++) r |= (a >> i & 1) << (31 - i);
    return r;
}
static inline u32 __byte_perm(u32 a, u32 b, u32 s) {
    u64 all = (u64)b << 32 | a;
    u32 r = 0;
    for (int i = 0; i < 4; i++) r |= (u32)(all >> (8 * (s >> (4 * i) & 7)) & 255) << (8 * i);
    return r;
}
static inline u32 __umulhi(u32 a, u32 b) {
    return (u32)((u64)a * b >> 32);
}
static inline s32 __mulhi(s32 a, s32 b) {
    return (s32)((s64)a * b >> 32);
}
static inline u64 __umul64hi(u64 a, u64 b) {
    return (u64)((unsigned __int128)a * b >> 64);
}
static inline s64 __mul64hi(s64 a, s64 b) {
    return (s64)((__int128)a * b >> 64);
}
static inline u32 __funnelshift_l(u32 a, u32 b, u32 s) {
    return (u32)(((u64)b << 32 | a) << (s & 31) >> 32);
}
static inline u32 __usad(u32 a, u32 b, u32 c) {
    return c + (a < b ? b - a : a - b);
}
static inline u64 square_high(u64 a) {
    unsigned __int128 x = (unsigned __int128)a * a + 12345;
    return (u64)(x * 7 >> 64);
}
static inline u32 float_bits(f32 a) {
    u32 r;
    memcpy(&r, &a, 4);
    return r;
}
#define DEVICE_TOOLS                                                                               \
    "__device__ u64 square_high(u64 a) { unsigned __int128 x = (unsigned __int128)a * a + 12345; " \
    "return (u64)(x * 7 >> 64); }\n"                                                               \
    "__device__ u32 float_bits(f32 a) { return __float_as_uint(a); }\n"

/* --- numbers that matter ----------------------------------------------------------------- */

static u64 random_bits(void) {
    static u64 state = 88172645463325252u;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static u64 whole(int i) {
    static const u64 edges[] = {0,
                                1,
                                2,
                                3,
                                31,
                                32,
                                33,
                                63,
                                64,
                                127,
                                128,
                                255,
                                256,
                                32767,
                                32768,
                                65535,
                                65536,
                                0x7fffffff,
                                0x80000000,
                                0xffffffff,
                                0x100000000,
                                0x7fffffffffffffff,
                                0x8000000000000000,
                                0xffffffffffffffff,
                                0xfffffffffffffffe,
                                0xffffff80};
    enum { EDGES = sizeof edges / sizeof *edges };
    return i < EDGES ? edges[i] : i % 3 ? random_bits() : random_bits() % 100;
}

static f64 real(int i) {
    static const f64 edges[] = {0.0,       -0.0,  1,      -1,      0.5,          -0.5,
                                2,         1e-30, -1e-30, 1e30,    3.5,          -2.5,
                                1.5,       2.5,   1e-310, 1e300,   -1e300,       INFINITY,
                                -INFINITY, NAN,   0x1p31, -0x1p31, 4294967296.0, 0x1p63};
    enum { EDGES = sizeof edges / sizeof *edges };
    if (i < EDGES) return edges[i];
    f64 unit = (f64)(random_bits() >> 11) * 0x1p-53;
    return i % 4 == 0   ? unit
           : i % 4 == 1 ? unit * 40 - 20
           : i % 4 == 2 ? exp(unit * 100 - 50)
                        : unit * 2 - 1;
}

static void fill_u8(void *to, int i) {
    *(u8 *)to = (u8)whole(i);
}
static void fill_s8(void *to, int i) {
    *(s8 *)to = (s8)whole(i);
}
static void fill_u16(void *to, int i) {
    *(u16 *)to = (u16)whole(i);
}
static void fill_s16(void *to, int i) {
    *(s16 *)to = (s16)whole(i);
}
static void fill_u32(void *to, int i) {
    *(u32 *)to = (u32)whole(i);
}
static void fill_s32(void *to, int i) {
    *(s32 *)to = (s32)whole(i);
}
static void fill_u64(void *to, int i) {
    *(u64 *)to = whole(i);
}
static void fill_s64(void *to, int i) {
    *(s64 *)to = (s64)whole(i);
}
static void fill_f32(void *to, int i) {
    *(f32 *)to = (f32)real(i);
}
static void fill_f64(void *to, int i) {
    *(f64 *)to = real(i);
}

/* --- rows -------------------------------------------------------------------------------- */

typedef struct Row {
    const char *name, *from, *into, *text, *instruction;
    size_t from_size, into_size;
    void (*fill)(void *to, int i);
    void (*host)(void *to, const void *a, const void *b);
    u64 ulps; /* that may be between them */
} Row;

/* c: the third operand of instructions, of whole numbers. */
#define HOST(name, A, D, expression)                                                 \
    static void host_##name(void *to, const void *as, const void *bs) {              \
        A a = *(const A *)as, b = *(const A *)bs;                                    \
        u32 c = _Generic(b, f32 : 0, f64 : 0, default : (u32)((u64)b >> 1) & 0x1ff); \
        (void)a, (void)b, (void)c;                                                   \
        *(D *)to = (D)(expression);                                                  \
    }
#define ROW(name, A, D, ulps, expression)         HOST(name, A, D, expression)
#define INSTRUCTION(name, A, D, text, expression) HOST(name, A, D, expression)
#include "rows.def"
#include "instructions.def"
#undef ROW
#undef INSTRUCTION

static const Row rows[] = {
#define ROW(name, A, D, ulps, expression) \
    {#name, #A, #D, #expression, NULL, sizeof(A), sizeof(D), fill_##A, host_##name, ulps},
#define INSTRUCTION(name, A, D, text, expression) \
    {#name, #A, #D, NULL, text, sizeof(A), sizeof(D), fill_##A, host_##name, 0},
#include "rows.def"
#include "instructions.def"
#undef ROW
#undef INSTRUCTION
};
enum { ROWS = sizeof rows / sizeof *rows };

static char letter(const char *type) {
    if (*type == 'f') return type[1] == '3' ? 'f' : 'd';
    return strstr(type, "16") ? 'h' : strstr(type, "32") ? 'r' : 'l';
}

static size_t kernel_text(char *to, size_t size, const Row *row) {
    size_t used = (size_t)snprintf(
        to, size,
        "extern \"C\" __global__ void %s(const %s *as, const %s *bs, %s *to, int n) {\n"
        "  int i = blockIdx.x * blockDim.x + threadIdx.x; if (i >= n) return;\n"
        "  %s a = as[i], b = bs[i]; ",
        row->name, row->from, row->from, row->into, row->from);
    if (row->text)
        return used + (size_t)snprintf(to + used, size - used, "to[i] = (%s)(%s); }\n", row->into,
                                       row->text);
    const char *third = *row->from == 'f' ? "0" : "(u32)((u64)b >> 1) & 0x1ff";
    return used +
           (size_t)snprintf(
               to + used, size - used,
               "u32 c = %s; %s r; asm(\"%s\" : \"=%c\"(r) : \"%c\"(a), \"%c\"(b), \"r\"(c)); "
               "to[i] = r; }\n",
               third, row->into, row->instruction, letter(row->into), letter(row->from),
               letter(row->from));
}

static char *module_text(void) {
    size_t size = 1 << 20, used;
    char *text = malloc(size);
    used = (size_t)snprintf(text, size, "%s%s", DEVICE_TYPES, DEVICE_TOOLS);
    for (int i = 0; i < ROWS; i++) used += kernel_text(text + used, size - used, &rows[i]);
    return text;
}

/* Numbers in the order of their values; bits of both nans are alike. */
static s64 place_of(const Row *row, const void *at) {
    s64 bits64 = 0;
    if (!strcmp(row->into, "f32")) {
        f32 value = *(const f32 *)at;
        s32 bits;
        if (isnan(value)) return INT32_MAX;
        memcpy(&bits, &value, 4);
        return bits < 0 ? INT32_MIN - (s64)bits : bits;
    }
    if (!strcmp(row->into, "f64")) {
        f64 value = *(const f64 *)at;
        if (isnan(value)) return INT64_MAX;
        memcpy(&bits64, &value, 8);
        return bits64 < 0 ? INT64_MIN - bits64 : bits64;
    }
    memcpy(&bits64, at, row->into_size);
    return bits64;
}

static void compare(const Row *row, CUfunction function) {
    char *a = malloc(COUNT * row->from_size), *b = malloc(COUNT * row->from_size);
    char *got = malloc(COUNT * row->into_size), want[8];
    for (int i = 0; i < COUNT; i++) {
        row->fill(a + (size_t)i * row->from_size, i);
        row->fill(b + (size_t)i * row->from_size, (i * 7 + 3) % COUNT);
    }
    CUdeviceptr da = gpu_upload(a, COUNT * row->from_size),
                db = gpu_upload(b, COUNT * row->from_size);
    CUdeviceptr dc = gpu_upload(NULL, COUNT * row->into_size);
    int count = COUNT;
    gpu_run(function, (COUNT + THREADS - 1) / THREADS, THREADS, 0, &da, &db, &dc, &count, NULL);
    gpu_download(got, dc, COUNT * row->into_size);
    for (size_t i = 0; i < COUNT; i++) {
        row->host(want, a + i * row->from_size, b + i * row->from_size);
        s64 x = place_of(row, want), y = place_of(row, got + i * row->into_size);
        u64 apart = x < y ? (u64)y - (u64)x : (u64)x - (u64)y;
        if (apart > row->ulps)
            fail_msg("%s: element %zu is %lld, not %lld (as bits in order)", row->name, i, y, x);
    }
    GPU(cuMemFree(da));
    GPU(cuMemFree(db));
    GPU(cuMemFree(dc));
    free(a);
    free(b);
    free(got);
}

static CUmodule module;
static CUcontext context;

static int open_all(void **unused) {
    (void)unused;
    if (!gpu_libraries()) return 0;
    GPU(cuInit(0));
    GPU(cuDevicePrimaryCtxRetain(&context, 0));
    GPU(cuCtxSetCurrent(context));
    char *text = module_text();
    module = gpu_module(text);
    free(text);
    return 0;
}

static int close_all(void **unused) {
    (void)unused;
    if (!module) return 0;
    GPU(cuModuleUnload(module));
    gpu_close();
    return 0;
}

static void test_row(void **state) {
    const Row *row = *state;
    if (!module) skip();
    compare(row, gpu_function(module, row->name));
}

int main(void) {
    static struct CMUnitTest tests[ROWS];
    for (int i = 0; i < ROWS; i++)
        tests[i] =
            (struct CMUnitTest){rows[i].name, test_row, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    return _cmocka_run_group_tests("kernels", tests, ROWS, open_all, close_all);
}
