/* What the lanes of a warp do together: shuffles, votes, and waiting for each other. Lanes that
 * the instruction's mask names wait until all of them are there; if that can never be, it is said.
 */
#include "warp.h"
#include <string.h>

typedef uint32_t __attribute__((may_alias)) word32;
typedef uint64_t __attribute__((may_alias)) word64;

#define EACH(mask) for (uint32_t left = mask; left; left &= left - 1)

static word32 *words(const Warp *warp, int32_t offset) {
    return warp_register(warp, offset);
}

/* The lanes of `mask` that name the same members as its first one. */
static uint32_t same_members(const Warp *warp, const PtxOp *op, uint32_t mask) {
    const word32 *members = words(warp, op->more[0]);
    uint32_t first = members[__builtin_ctz(mask)], same = 0;
    EACH(mask) {
        int i = __builtin_ctz(left);
        same |= (uint32_t)(members[i] == first) << i;
    }
    return same;
}

/* Of those who wait at this place, all that were named are there. */
static uint32_t complete(const Warp *warp, const PtxOp *op, uint32_t mask) {
    uint32_t same = same_members(warp, op, mask);
    uint32_t needed = words(warp, op->more[0])[__builtin_ctz(mask)] & warp->live;
    return (needed & ~same) == 0 ? same : 0;
}

uint32_t warp_meet(Warp *warp, const PtxOp *op, uint32_t mask) {
    for (int i = 0; i < warp->ngroups; i++)
        if (warp->groups[i].place == warp->place && warp->groups[i].state == GROUP_AT_SYNC) {
            mask |= warp->groups[i].mask;
            warp->groups[i] = warp->groups[--warp->ngroups];
            break;
        }
    for (uint32_t left = mask; left;) {
        uint32_t same = same_members(warp, op, left), met = complete(warp, op, left);
        if (met) {
            uint32_t others = mask & ~met;
            if (others) warp_group(warp, warp->place, others, GROUP_READY);
            return met;
        }
        left &= ~same;
    }
    warp_group(warp, warp->place, mask, GROUP_AT_SYNC);
    return 0;
}

/* --- what is done ------------------------------------------------------------------------ */

/* shfl.sync: c holds the clamp in bits 0-4 and the segment mask in bits 8-12. */
static int source_lane(PtxKind kind, int lane, uint32_t b, uint32_t c, bool *valid) {
    int by = (int)(b & 31), clamp = (int)(c & 31), segment = (int)(c >> 8 & 31);
    int most = (lane & segment) | (clamp & ~segment), least = lane & segment, from = lane;
    switch (kind) {
    case KIND_UP:
        from = lane - by;
        *valid = from >= most;
        break;
    case KIND_DOWN:
        from = lane + by;
        *valid = from <= most;
        break;
    case KIND_BFLY:
        from = lane ^ by;
        *valid = from <= most;
        break;
    default:
        from = least | (by & ~segment);
        *valid = from <= most;
        break;
    }
    return *valid ? from : lane;
}

static void shuffle(Warp *warp, const PtxOp *op, uint32_t mask) {
    const word32 *a = words(warp, op->a), *b = words(warp, op->b), *c = words(warp, op->c);
    uint32_t result[PTX_LANES], valid_bits = 0;
    EACH(mask) {
        int i = __builtin_ctz(left);
        bool valid;
        int from = source_lane((PtxKind)op->kind, i, b[i], c[i], &valid);
        if (!(mask >> from & 1))
            warp_fault(warp, op, i, FAULT_UNINITIALISED,
                       "shuffle from lane %d, which does not take part (mask 0x%08x)", from, mask);
        result[i] = a[from];
        valid_bits |= (uint32_t)valid << i;
    }
    word32 *d = words(warp, op->d);
    EACH(mask) d[__builtin_ctz(left)] = result[__builtin_ctz(left)];
    if (op->more[1] < 0) return;
    word32 *predicate = words(warp, op->more[1]);
    *predicate = (*predicate & ~mask) | (valid_bits & mask);
}

static void vote(Warp *warp, const PtxOp *op, uint32_t mask) {
    uint32_t votes = *words(warp, op->a) & mask;
    bool result = op->kind == KIND_ALL   ? votes == mask
                  : op->kind == KIND_ANY ? votes != 0
                                         : votes == mask || votes == 0;
    word32 *d = words(warp, op->d);
    if (op->kind == KIND_BALLOT) EACH(mask) d[__builtin_ctz(left)] = votes;
    else *d = (*d & ~mask) | (result ? mask : 0);
}

static uint64_t lane_value(const Warp *warp, const PtxOp *op, int lane) {
    return ptx_type_size((PtxType)op->type) == 8
               ? ((const word64 *)warp_register(warp, op->a))[lane]
               : words(warp, op->a)[lane];
}

static void match(Warp *warp, const PtxOp *op, uint32_t mask) {
    uint32_t result[PTX_LANES], all = mask;
    EACH(mask) {
        int i = __builtin_ctz(left);
        result[i] = 0;
        for (uint32_t others = mask; others; others &= others - 1) {
            int j = __builtin_ctz(others);
            result[i] |= (uint32_t)(lane_value(warp, op, i) == lane_value(warp, op, j)) << j;
        }
        if (result[i] != mask) all = 0;
    }
    word32 *d = words(warp, op->d);
    EACH(mask) d[__builtin_ctz(left)] = op->kind == KIND_ANY ? result[__builtin_ctz(left)] : all;
    if (op->more[1] < 0) return;
    word32 *predicate = words(warp, op->more[1]);
    *predicate = (*predicate & ~mask) | all;
}

static void reduce(Warp *warp, const PtxOp *op, uint32_t mask) {
    uint32_t value = words(warp, op->a)[__builtin_ctz(mask)];
    bool is_signed = op->type == TYPE_S32;
    EACH(mask & (mask - 1)) {
        uint32_t b = words(warp, op->a)[__builtin_ctz(left)];
        bool less = is_signed ? (int32_t)b < (int32_t)value : b < value;
        switch (op->kind) {
        case KIND_ADD: value += b; break;
        case KIND_MIN: value = less ? b : value; break;
        case KIND_MAX: value = less ? value : b; break;
        case KIND_AND: value &= b; break;
        case KIND_OR: value |= b; break;
        default: value ^= b; break;
        }
    }
    EACH(mask) words(warp, op->d)[__builtin_ctz(left)] = value;
}

void warp_together(Warp *warp, const PtxOp *op, uint32_t mask) {
    uint32_t members = words(warp, op->more[0])[__builtin_ctz(mask)];
    if (mask & ~members)
        warp_fault(warp, op, __builtin_ctz(mask & ~members), FAULT_DEADLOCK,
                   "a lane that its mask 0x%08x does not name", members);
    /* A barrier of the warp for all that take part. */
    warp->syncs++;
    switch (op->code) {
    case OP_SHUFFLE: shuffle(warp, op, mask); break;
    case OP_VOTE: vote(warp, op, mask); break;
    case OP_MATCH: match(warp, op, mask); break;
    case OP_REDUX: reduce(warp, op, mask); break;
    default: break;
    }
}

/* --- when nobody can go on --------------------------------------------------------------- */

static bool settle_syncs(Warp *warp) {
    const PtxOp *ops = warp->launch->kernel->ops;
    const Group *waiting = NULL;
    for (int i = 0; i < warp->ngroups; i++) {
        Group *group = &warp->groups[i];
        if (group->state != GROUP_AT_SYNC) continue;
        for (uint32_t left = group->mask; left;
             left &= ~same_members(warp, &ops[group->place], left))
            if (complete(warp, &ops[group->place], left)) return group->state = GROUP_READY, true;
        waiting = group;
    }
    if (!waiting) return false;
    const PtxOp *op = &ops[waiting->place];
    int lane = __builtin_ctz(waiting->mask);
    warp_fault(warp, op, lane, FAULT_DEADLOCK, "waits for lanes 0x%08x, which never come",
               words(warp, op->more[0])[lane] & warp->live & ~waiting->mask);
    warp_stop(warp, LAUNCH_FAILED);
    return false;
}

/* All lanes that are left must stand at one barrier. */
static void settle_barrier(Warp *warp) {
    const PtxOp *ops = warp->launch->kernel->ops;
    if (warp->status == WARP_DONE) return;
    if (!warp->live) {
        warp->status = WARP_DONE;
        return;
    }
    if (warp->ngroups > 1) {
        const Group *one = &warp->groups[0], *other = &warp->groups[1];
        warp_fault(warp, &ops[one->place], __builtin_ctz(one->mask), FAULT_DIVERGENT_BARRIER,
                   "lanes 0x%08x wait here, lanes 0x%08x at PTX line %u", one->mask, other->mask,
                   ops[other->place].line);
        warp_stop(warp, LAUNCH_FAILED);
        return;
    }
    warp->status = WARP_WAITS;
    warp->barrier_place = warp->groups[0].place;
}

bool warp_settle(Warp *warp) {
    if (settle_syncs(warp)) return true;
    settle_barrier(warp);
    return false;
}
