/* The interpreter's loop. Lanes of a value stand side by side, so an op with all lanes active is a
 * loop that the compiler turns into vector instructions. */
#include "warp_arithmetic.h"
#include "warp.h"
#include <fenv.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#if defined __x86_64__
#include <immintrin.h>
#endif

/* What a lane of each type is kept in. */
typedef uint32_t __attribute__((may_alias)) word32;
typedef uint64_t __attribute__((may_alias)) word64;
typedef float __attribute__((may_alias)) single;
typedef double __attribute__((may_alias)) twice;
#define KEPT_u16 word32
#define KEPT_s16 word32
#define KEPT_u32 word32
#define KEPT_s32 word32
#define KEPT_u64 word64
#define KEPT_s64 word64
#define KEPT_f32 single
#define KEPT_f64 twice
/* A lane as it is kept: 16 bits without their sign. */
#define KEEP_u16(x) ((u32)(u16)(x))
#define KEEP_s16(x) ((u32)(u16)(x))
#define KEEP_u32(x) ((u32)(x))
#define KEEP_s32(x) ((u32)(x))
#define KEEP_u64(x) ((u64)(x))
#define KEEP_s64(x) ((u64)(x))
#define KEEP_f32(x) (x)
#define KEEP_f64(x) (x)

#define LANES(T, offset) ((KEPT_##T *)warp_register(warp, offset))
#if defined __clang__
#define NO_OVERLAP _Pragma("clang loop vectorize(assume_safety)")
#else
#define NO_OVERLAP _Pragma("GCC ivdep")
#endif
#define EACH_LANE(statement)                             \
    if (mask == FULL_MASK) {                             \
        NO_OVERLAP for (int i = 0; i < PTX_LANES; i++) { \
            statement                                    \
        }                                                \
    } else {                                             \
        for (u32 left = mask; left; left &= left - 1) {  \
            int i = __builtin_ctz(left);                 \
            statement                                    \
        }                                                \
    }

/* --- predicates -------------------------------------------------------------------------- */

static inline u32 *predicate(const Warp *warp, int32_t offset) {
    return (u32 *)(void *)(warp->file + offset);
}

static inline void put_predicate(Warp *warp, int32_t offset, u32 bits, u32 mask) {
    u32 *word = predicate(warp, offset);
    *word = (*word & ~mask) | (bits & mask);
}

static inline u32 bits_of_bytes(const uint8_t *bytes) {
#if defined __SSE2__
    __m128i low = _mm_loadu_si128((const __m128i *)(const void *)bytes);
    __m128i high = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16));
    u32 first = (u32)_mm_movemask_epi8(_mm_slli_epi16(low, 7));
    return first | (u32)_mm_movemask_epi8(_mm_slli_epi16(high, 7)) << 16;
#else
    u32 bits = 0;
    for (int i = 0; i < PTX_LANES; i++) bits |= (u32)bytes[i] << i;
    return bits;
#endif
}

/* --- modes, clocks, moves ----------------------------------------------------------------------
 */

static void set_mode(int64_t mode) {
    static const int directions[] = {FE_TONEAREST, FE_TOWARDZERO, FE_DOWNWARD, FE_UPWARD};
    fesetround(directions[mode & 3]);
#if defined __x86_64__
    unsigned flush = 0x8040; /* denormal results and operands are zeros */
    _mm_setcsr(mode & MODE_FLUSH ? _mm_getcsr() | flush : _mm_getcsr() & ~flush);
#endif
}

static void read_clock(Warp *warp, const PtxOp *op, u32 mask) {
    u64 now = warp->block->instructions;
    EACH_LANE(if (op->flags & PTX_WIDE_D) LANES(u64, op->d)[i] = now;
              else LANES(u32, op->d)[i] = (u32)now;)
}

static inline int32_t part(const PtxOp *op, int32_t first, int index) {
    return index ? op->more[index - 1] : first;
}

/* Parts have 4 or 2 bytes. */
static void pack(Warp *warp, const PtxOp *op, u32 mask) {
    unsigned bits = 8 * ptx_type_size((PtxType)op->type);
    bool wide = ptx_type_size((PtxType)op->from) == 8;
    for (u32 left = mask; left; left &= left - 1) {
        int i = __builtin_ctz(left);
        u64 value = 0;
        for (int j = 0; j < op->count; j++) {
            u64 piece = LANES(u32, part(op, op->a, j))[i];
            value |= (bits == 32 ? piece : piece & ((1u << bits) - 1)) << (bits * (unsigned)j);
        }
        if (wide) LANES(u64, op->d)[i] = value;
        else LANES(u32, op->d)[i] = (u32)value;
    }
}

static void unpack(Warp *warp, const PtxOp *op, u32 mask) {
    unsigned bits = 8 * ptx_type_size((PtxType)op->type);
    bool wide = ptx_type_size((PtxType)op->from) == 8;
    for (u32 left = mask; left; left &= left - 1) {
        int i = __builtin_ctz(left);
        u64 value = wide ? LANES(u64, op->a)[i] : LANES(u32, op->a)[i];
        for (int j = 0; j < op->count; j++) {
            u64 piece = value >> (bits * (unsigned)j);
            LANES(u32, part(op, op->d, j))
            [i] = (u32)(bits == 32 ? piece : piece & ((1u << bits) - 1));
        }
    }
}

/* --- groups ------------------------------------------------------------------------------ */

void warp_group(Warp *warp, u32 place, u32 mask, GroupState state) {
    if (state == GROUP_READY && place < warp->stop) warp->stop = place;
    for (int i = 0; i < warp->ngroups; i++)
        if (warp->groups[i].place == place && warp->groups[i].state == state) {
            warp->groups[i].mask |= mask;
            return;
        }
    warp->groups[warp->ngroups++] = (Group){place, mask, state};
}

/* The ready group with the least place runs next. */
static bool next_group(Warp *warp) {
    int least = -1;
    warp->stop = FULL_MASK;
    for (int i = 0; i < warp->ngroups; i++)
        if (warp->groups[i].state == GROUP_READY &&
            (least < 0 || warp->groups[i].place < warp->groups[least].place))
            least = i;
    if (least < 0) return false;
    warp->place = warp->groups[least].place;
    warp->active = warp->groups[least].mask;
    warp->groups[least] = warp->groups[--warp->ngroups];
    for (int i = 0; i < warp->ngroups; i++)
        if (warp->groups[i].state == GROUP_READY && warp->groups[i].place < warp->stop)
            warp->stop = warp->groups[i].place;
    return true;
}

/* Lanes of `mask` go to `target`, the others on; the lesser place runs. */
static inline void go_apart(Warp *warp, u32 mask, u32 target) {
    u32 rest = warp->active & ~mask, next = warp->place + 1;
    if (!rest) {
        warp->place = target;
    } else if (!mask) {
        warp->place = next;
    } else if (target > next) {
        warp_group(warp, target, mask, GROUP_READY);
        warp->active = rest;
        warp->place = next;
    } else if (target == next) {
        warp->place = next;
    } else {
        warp_group(warp, next, rest, GROUP_READY);
        warp->active = mask;
        warp->place = target;
    }
}

static void branch_table(Warp *warp, const PtxOp *op, u32 mask) {
    const u32 *table = warp->launch->kernel->tables + op->imm;
    u32 rest = warp->active & ~mask;
    if (rest) warp_group(warp, warp->place + 1, rest, GROUP_READY);
    for (u32 left = mask; left; left &= left - 1) {
        int i = __builtin_ctz(left);
        u32 index = LANES(u32, op->a)[i];
        if (index >= table[0]) {
            warp_fault(warp, op, i, FAULT_BOUNDS, "index %u of a table of %u branches", index,
                       table[0]);
            warp_stop(warp, LAUNCH_FAILED);
            return;
        }
        warp_group(warp, table[1 + index], 1u << i, GROUP_READY);
    }
    warp->active = 0;
}

static bool leave(Warp *warp, u32 mask) {
    warp->live &= ~mask;
    warp->active &= ~mask;
    warp->place++;
    return warp->active != 0;
}

/* Ops that lanes run together: those that do not are left behind first. */
static bool together(Warp *warp, const PtxOp *op, u32 mask) {
    u32 rest = warp->active & ~mask;
    if (!mask) return warp->place++, true;
    if (rest) warp_group(warp, warp->place + 1, rest, GROUP_READY);
    warp->active = mask;
    if (op->code == OP_BARRIER) {
        warp_group(warp, warp->place, mask, GROUP_AT_BARRIER);
        warp->active = 0;
        return false;
    }
    u32 met = warp_meet(warp, op, mask);
    if (!met) return warp->active = 0, false;
    warp_together(warp, op, met);
    warp->active = met;
    warp->place++;
    return true;
}

/* --- the loop ---------------------------------------------------------------------------- */

#define OP1(name, key, D, A, expression)                        \
    case OP_##name: {                                           \
        KEPT_##D *d = LANES(D, op->d);                          \
        const KEPT_##A *as = LANES(A, op->a);                   \
        EACH_LANE(A a = (A)as[i]; d[i] = KEEP_##D(expression);) \
        break;                                                  \
    }
#define OP2(name, key, D, A, B, expression)                                     \
    case OP_##name: {                                                           \
        KEPT_##D *d = LANES(D, op->d);                                          \
        const KEPT_##A *as = LANES(A, op->a);                                   \
        const KEPT_##B *bs = LANES(B, op->b);                                   \
        EACH_LANE(A a = (A)as[i]; B b = (B)bs[i]; d[i] = KEEP_##D(expression);) \
        break;                                                                  \
    }
#define OP3(name, key, D, A, B, C, expression)                                                  \
    case OP_##name: {                                                                           \
        KEPT_##D *d = LANES(D, op->d);                                                          \
        const KEPT_##A *as = LANES(A, op->a);                                                   \
        const KEPT_##B *bs = LANES(B, op->b);                                                   \
        const KEPT_##C *cs = LANES(C, op->c);                                                   \
        EACH_LANE(A a = (A)as[i]; B b = (B)bs[i]; C c = (C)cs[i]; d[i] = KEEP_##D(expression);) \
        break;                                                                                  \
    }
#define SETP(name, key, A, condition)                           \
    case OP_##name: {                                           \
        uint8_t bytes[PTX_LANES];                               \
        const KEPT_##A *as = LANES(A, op->a);                   \
        const KEPT_##A *bs = LANES(A, op->b);                   \
        for (int i = 0; i < PTX_LANES; i++) {                   \
            A a = (A)as[i], b = (A)bs[i];                       \
            bytes[i] = (uint8_t)(condition);                    \
        }                                                       \
        put_predicate(warp, op->d, bits_of_bytes(bytes), mask); \
        break;                                                  \
    }
#define TESTP(name, key, A, condition)            \
    case OP_##name: {                             \
        u32 bits = 0;                             \
        for (int i = 0; i < PTX_LANES; i++) {     \
            A a = LANES(A, op->a)[i];             \
            bits |= (u32)((condition) != 0) << i; \
        }                                         \
        put_predicate(warp, op->d, bits, mask);   \
        break;                                    \
    }
#define SELP(name, key, T)                                 \
    case OP_##name: {                                      \
        u32 chosen = *predicate(warp, op->c);              \
        KEPT_##T *d = LANES(T, op->d);                     \
        const KEPT_##T *as = LANES(T, op->a);              \
        const KEPT_##T *bs = LANES(T, op->b);              \
        EACH_LANE(d[i] = chosen >> i & 1 ? as[i] : bs[i];) \
        break;                                             \
    }
#define BFI(name, key, T, width)                                                                \
    case OP_##name: {                                                                           \
        EACH_LANE(LANES(T, op->d)[i] = KEEP_##T(                                                \
                      insert_bits(LANES(T, op->a)[i], LANES(T, op->b)[i], LANES(u32, op->c)[i], \
                                  LANES(u32, op->more[0])[i], width));)                         \
        break;                                                                                  \
    }
#define CARRY(name, key, D, wide, expression)                               \
    case OP_##name: {                                                       \
        u32 out = 0;                                                        \
        const KEPT_##D *cs = op->c < 0 ? LANES(D, op->b) : LANES(D, op->c); \
        for (u32 left = mask; left; left &= left - 1) {                     \
            int i = __builtin_ctz(left);                                    \
            D a = LANES(D, op->a)[i], b = LANES(D, op->b)[i], c = cs[i];    \
            D cc = warp->carry >> i & 1;                                    \
            wide result = (wide)(expression);                               \
            (void)a, (void)b, (void)c, (void)cc;                            \
            LANES(D, op->d)[i] = (D)result;                                 \
            out |= (u32)(result >> (8 * sizeof(D)) & 1) << i;               \
        }                                                                   \
        warp->carry = (warp->carry & ~mask) | out;                          \
        break;                                                              \
    }
#define PRED(name, key, n, expression)                                             \
    case OP_##name: {                                                              \
        u32 a = *predicate(warp, op->a), b = n == 2 ? *predicate(warp, op->b) : 0; \
        (void)b;                                                                   \
        put_predicate(warp, op->d, expression, mask);                              \
        break;                                                                     \
    }

/* Runs the group until it meets another, waits or has left. */
static void run_group(Warp *warp) {
    const PtxOp *ops = warp->launch->kernel->ops;
    u64 count = 0;
    while (warp->place < warp->stop) {
        const PtxOp *op = &ops[warp->place];
        u32 mask = warp->active;
        if (op->guard >= 0) {
            u32 guard = *predicate(warp, op->guard);
            mask &= op->guard_not ? ~guard : guard;
            if (!mask) {
                warp->place++;
                continue;
            }
        }
        count += (u64)__builtin_popcount(mask);
        switch ((PtxCode)op->code) {
#include "ptx_ops.def"
        case OP_CONVERT: warp_convert(warp, op, mask); break;
        case OP_PACK: pack(warp, op, mask); break;
        case OP_UNPACK: unpack(warp, op, mask); break;
        case OP_MODE: set_mode(op->imm); break;
        case OP_LOAD:
            if (!warp_load(warp, op, mask)) goto end;
            break;
        case OP_STORE:
            if (!warp_store(warp, op, mask)) goto end;
            break;
        case OP_ATOMIC:
            if (!warp_atomic(warp, op, mask)) goto end;
            break;
        case OP_ACTIVE_MASK: {
            u32 active = mask;
            EACH_LANE(LANES(u32, op->d)[i] = active;)
            break;
        }
        case OP_CLOCK: read_clock(warp, op, mask); break;
        case OP_FENCE: break;
        case OP_NANOSLEEP: break;
        case OP_SHUFFLE:
        case OP_VOTE:
        case OP_MATCH:
        case OP_REDUX:
        case OP_WARP_SYNC:
        case OP_BARRIER:
            if (!together(warp, op, mask)) goto end;
            continue;
        case OP_BRANCH: go_apart(warp, mask, op->target); continue;
        case OP_BRANCH_TABLE: branch_table(warp, op, mask); goto end;
        case OP_EXIT:
            if (!leave(warp, mask)) goto end;
            continue;
        case OP_TRAP:
            warp_fault(warp, op, __builtin_ctz(mask), FAULT_TRAP, "the kernel gave up");
            warp_stop(warp, LAUNCH_FAILED);
            goto end;
        }
        warp->place++;
    }
end:
    warp->block->instructions += count;
    if (warp->active && warp->status == WARP_RUNS)
        warp_group(warp, warp->place, warp->active, GROUP_READY);
    warp->active = 0;
}

void warp_run(Warp *warp) {
    while (warp->launch->status == LAUNCH_OK) {
        if (next_group(warp)) run_group(warp);
        else if (!warp_settle(warp)) break;
    }
    set_mode(MODE_NEAREST);
}

/* --- what went wrong --------------------------------------------------------------------- */

void warp_stop(Warp *warp, LaunchStatus status) {
    warp->launch->status = status;
    warp->status = WARP_DONE;
}

void warp_fault(Warp *warp, const PtxOp *op, int lane, Fault fault, const char *format, ...) {
    const Launch *launch = warp->launch;
    const Block *block = warp->block;
    char what[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    const char *line;
    int length = ptx_line(launch->kernel->module, op->line, &line);
    u32 thread = warp->first_thread + (u32)lane, wide = launch->block[0], high = launch->block[1];
    sim_report(fault, "%s\n  kernel %s, PTX line %u: %.*s\n  block (%u,%u,%u) thread (%u,%u,%u)",
               what, launch->kernel->function->name, op->line, length, line, block->index[0],
               block->index[1], block->index[2], thread % wide, thread / wide % high,
               thread / wide / high);
}
