/* Loads, stores and atomics: each lane's address becomes a place in the memory of a space, after
 * the checks: bounds, alignment, freed, never written, and in shared memory races: two threads at a
 * byte between barriers, one of them writing. */
#include "warp.h"
#include <string.h>

typedef uint32_t __attribute__((may_alias)) word32;
typedef uint64_t __attribute__((may_alias)) word64;

typedef struct Access {
    Warp *warp;
    const PtxOp *op;
    uint32_t mask;
    unsigned size; /* of a lane, all elements of a vector */
    bool reads, writes;
    uint8_t *row; /* all lanes, one behind the other; or NULL, and */
    uint8_t *at[PTX_LANES];
    uint64_t address[PTX_LANES];
} Access;

/* Without its arrays, which are large. */
static void open_access(Access *access, Warp *warp, const PtxOp *op, uint32_t mask) {
    access->warp = warp;
    access->op = op;
    access->mask = mask;
    access->size = ptx_type_size((PtxType)op->type) * (op->count ? op->count : 1);
    access->reads = op->code != OP_STORE;
    access->writes = op->code != OP_LOAD;
    access->row = NULL;
}

static const char *verb(const Access *access) {
    return access->reads && access->writes ? "atomic access" : access->writes ? "write" : "read";
}

static void addresses(Access *access) {
    const PtxOp *op = access->op;
    uint64_t offset = (uint64_t)op->imm;
    if (op->a < 0) {
        for (int i = 0; i < PTX_LANES; i++) access->address[i] = offset;
    } else if (op->flags & PTX_WIDE_A) {
        const word64 *base = warp_register(access->warp, op->a);
        for (int i = 0; i < PTX_LANES; i++) access->address[i] = base[i] + offset;
    } else {
        const word32 *base = warp_register(access->warp, op->a);
        for (int i = 0; i < PTX_LANES; i++) access->address[i] = base[i] + offset;
    }
}

static bool bad_address(Access *access, int lane, Fault fault, const char *what) {
    char near[160];
    uint64_t address = access->address[lane];
    warp_fault(access->warp, access->op, lane, fault, "%s of %u bytes at 0x%llx: %s", verb(access),
               access->size, (unsigned long long)address,
               what ? what : memory_describe(address, near, sizeof near));
    warp_stop(access->warp, fault == FAULT_MISALIGNED ? LAUNCH_MISALIGNED : LAUNCH_BAD_ADDRESS);
    return false;
}

/* --- global memory ------------------------------------------------------------------------------
 */

static bool writable(Access *access, Allocation *memory, int lane) {
    Launch *launch = access->warp->launch;
    if (memory->constant && access->writes)
        return bad_address(access, lane, FAULT_READ_ONLY, "constant memory");
    if (!memory->host && memory->device != launch->device &&
        !memory_peer(launch->device, memory->device))
        return bad_address(access, lane, FAULT_BOUNDS,
                           "memory of a device whose access is not enabled");
    if (!memory->is_touched) {
        memory->is_touched = true;
        memory->first_sector = SIZE_MAX;
        memory->end_sector = 0;
        memory->touched = launch->touched;
        launch->touched = memory;
    }
    return true;
}

static Allocation *find_global(Access *access, int lane) {
    uint64_t address = access->address[lane];
    Allocation *memory = access->warp->last;
    if (memory && address - memory->base <= memory->size && !memory->freed &&
        memory->size >= access->size && address - memory->base <= memory->size - access->size &&
        memory->is_touched && !(memory->constant && access->writes))
        return memory;
    memory = memory_find(address);
    if (!memory) return bad_address(access, lane, FAULT_BOUNDS, NULL), NULL;
    if (memory->freed) return bad_address(access, lane, FAULT_USE_AFTER_FREE, NULL), NULL;
    if (memory->size < access->size || address - memory->base > memory->size - access->size)
        return bad_address(access, lane, FAULT_BOUNDS, NULL), NULL;
    if (!writable(access, memory, lane)) return NULL;
    return access->warp->last = memory;
}

static void count_sectors(const Access *access, Allocation *memory, size_t offset, size_t size) {
    size_t first = offset / SECTOR, end = (offset + size - 1) / SECTOR + 1;
    if (first < memory->first_sector) memory->first_sector = first;
    if (end > memory->end_sector) memory->end_sector = end;
    if (access->reads) bits_set(memory->read_sectors, first, end - first);
    if (access->writes) bits_set(memory->written_sectors, first, end - first);
}

static void unknown_global(Access *access, int lane) {
    warp_fault(access->warp, access->op, lane, FAULT_UNINITIALISED,
               "read of %u bytes at 0x%llx that nobody has written", access->size,
               (unsigned long long)access->address[lane]);
}

static bool global_lane(Access *access, int lane) {
    uint64_t address = access->address[lane];
    Allocation *memory = find_global(access, lane);
    if (!memory) return false;
    if (address % access->size)
        return bad_address(access, lane, FAULT_MISALIGNED, "not aligned to the size");
    size_t offset = (size_t)(address - memory->base);
    if (memory->known && access->reads && !bits_all(memory->known, offset, access->size))
        unknown_global(access, lane);
    if (memory->known && access->writes) bits_set(memory->known, offset, access->size);
    if (memory->known) count_sectors(access, memory, offset, access->size);
    access->at[lane] = memory->bytes + offset;
    return true;
}

/* All lanes side by side, as they mostly are: one check for all of them. What is not in order is
 * left to global_lane, which says so. */
static bool global_row(Access *access) {
    uint64_t first = access->address[0], differs = 0;
    size_t all = (size_t)access->size * PTX_LANES;
    Allocation *memory = access->warp->last;
    if (access->mask != FULL_MASK || first % access->size) return false;
    for (unsigned i = 0; i < PTX_LANES; i++)
        differs |= access->address[i] ^ (first + i * access->size);
    if (differs) return false;
    if (!memory || first - memory->base >= memory->size) memory = memory_find(first);
    if (!memory || memory->freed || !memory->known || !memory->is_touched ||
        memory->size - (first - memory->base) < all || (memory->constant && access->writes))
        return false;
    size_t offset = (size_t)(first - memory->base);
    if (access->reads && !bits_all(memory->known, offset, all)) return false;
    if (access->writes) bits_set(memory->known, offset, all);
    count_sectors(access, memory, offset, all);
    access->row = memory->bytes + offset;
    access->warp->last = memory;
    return true;
}

/* --- shared memory ----------------------------------------------------------------------- */

/* A byte's last reader and writer: epoch of the block, syncs of the warp, flags, thread. */
enum {
    THREAD_MASK = 1023,
    ATOMIC_BIT = 1 << 10,
    MANY_LANES = 1 << 11, /* of the thread's warp */
    MANY_WARPS = 1 << 12,
    LOW_BITS = 13,
    SYNC_BITS = 18,
};

static uint64_t stamp(const Access *access, int lane) {
    const Warp *warp = access->warp;
    uint64_t syncs = warp->syncs < (1u << SYNC_BITS) ? warp->syncs : (1u << SYNC_BITS) - 1;
    uint64_t flags = access->reads && access->writes ? ATOMIC_BIT : 0;
    return (warp->block->epoch << SYNC_BITS | syncs) << LOW_BITS | flags |
           (warp->first_thread + (uint32_t)lane);
}

static bool same_epoch(uint64_t a, uint64_t b) {
    return a >> (LOW_BITS + SYNC_BITS) == b >> (LOW_BITS + SYNC_BITS);
}

static bool same_warp(uint64_t a, uint64_t b) {
    return (a & THREAD_MASK) / PTX_LANES == (b & THREAD_MASK) / PTX_LANES;
}

static bool same_syncs(uint64_t a, uint64_t b) {
    return a >> LOW_BITS == b >> LOW_BITS;
}

/* Whether nothing orders the two: no barrier between them, or within a warp no sync. */
static bool unordered(uint64_t before, uint64_t now) {
    if (!same_epoch(before, now) || (before & ATOMIC_BIT && now & ATOMIC_BIT)) return false;
    if (before & MANY_WARPS || !same_warp(before, now)) return true;
    if (((before ^ now) & THREAD_MASK) == 0 && !(before & MANY_LANES)) return false;
    return same_syncs(before, now);
}

/* Readers of one byte since the last barrier, as one stamp. */
static uint64_t join_readers(uint64_t before, uint64_t now) {
    if (!same_epoch(before, now)) return now;
    if (before & MANY_WARPS || !same_warp(before, now)) return now | MANY_WARPS;
    bool other = ((before ^ now) & THREAD_MASK) != 0 || before & MANY_LANES;
    return same_syncs(before, now) && other ? now | MANY_LANES : now;
}

static void race(Access *access, int lane, uint64_t before, const char *did) {
    warp_fault(access->warp, access->op, lane, FAULT_RACE,
               "%s of shared memory at 0x%llx that thread %u %s since the last barrier",
               verb(access), (unsigned long long)access->address[lane],
               (unsigned)(before & THREAD_MASK), did);
}

static bool check_race(Access *access, int lane, size_t offset) {
    Block *block = access->warp->block;
    uint64_t now = stamp(access, lane);
    for (size_t i = offset; i < offset + access->size; i++) {
        uint64_t writer = block->writers[i], reader = block->readers[i];
        if (unordered(writer, now)) return race(access, lane, writer, "has written"), false;
        if (access->writes && unordered(reader, now))
            return race(access, lane, reader, "has read"), false;
        if (access->writes) block->writers[i] = now;
        else block->readers[i] = join_readers(reader, now);
    }
    return true;
}

static bool shared_lane(Access *access, int lane) {
    Block *block = access->warp->block;
    const PtxKernel *kernel = access->warp->launch->kernel;
    uint64_t address = access->address[lane], offset = address;
    if (address >= SHARED_DYNAMIC) offset = address - SHARED_DYNAMIC + kernel->shared_size;
    if ((address < SHARED_DYNAMIC && address + access->size > kernel->shared_size) ||
        offset > block->shared_size || block->shared_size - offset < access->size ||
        !bits_all(block->valid, offset, access->size))
        return bad_address(access, lane, FAULT_BOUNDS, "outside of the block's shared variables");
    if (address % access->size)
        return bad_address(access, lane, FAULT_MISALIGNED, "not aligned to the size");
    if (access->reads && !bits_all(block->known, offset, access->size))
        warp_fault(access->warp, access->op, lane, FAULT_UNINITIALISED,
                   "read of %u bytes of shared memory at 0x%llx that nobody has written",
                   access->size, (unsigned long long)address);
    if (access->writes) bits_set(block->known, offset, access->size);
    check_race(access, lane, offset);
    access->at[lane] = block->shared + offset;
    return true;
}

static bool local_lane(Access *access, int lane) {
    size_t size = access->warp->launch->kernel->local_size;
    uint64_t address = access->address[lane];
    if (address > size || size - address < access->size)
        return bad_address(access, lane, FAULT_BOUNDS, "outside of the thread's local memory");
    if (address % access->size)
        return bad_address(access, lane, FAULT_MISALIGNED, "not aligned to the size");
    access->at[lane] = access->warp->local + (size_t)lane * size + address;
    return true;
}

static bool parameter_lane(Access *access, int lane) {
    const Launch *launch = access->warp->launch;
    uint64_t address = access->address[lane];
    size_t size = launch->kernel->param_size;
    if (access->writes || address > size || size - address < access->size)
        return bad_address(access, lane, FAULT_BOUNDS, "outside of the kernel's parameters");
    access->at[lane] = (uint8_t *)(uintptr_t)launch->parameters + address;
    return true;
}

static bool lane_of_space(Access *access, int lane, PtxSpace space) {
    uint64_t *address = &access->address[lane];
    if (space == SPACE_GENERIC) {
        uint64_t window = *address & WINDOW_MASK;
        space = window == WINDOW_SHARED  ? SPACE_SHARED
                : window == WINDOW_LOCAL ? SPACE_LOCAL
                : window == WINDOW_PARAM ? SPACE_PARAM
                                         : SPACE_GLOBAL;
        if (space != SPACE_GLOBAL) *address &= ~WINDOW_MASK;
    }
    switch (space) {
    case SPACE_SHARED: return shared_lane(access, lane);
    case SPACE_LOCAL: return local_lane(access, lane);
    case SPACE_PARAM: return parameter_lane(access, lane);
    default: return global_lane(access, lane);
    }
}

static bool resolve(Access *access) {
    PtxSpace space = (PtxSpace)access->op->space;
    Launch *launch = access->warp->launch;
    uint64_t bytes = (uint64_t)access->size * (unsigned)__builtin_popcount(access->mask);
    addresses(access);
    if (space == SPACE_GLOBAL || space == SPACE_GENERIC) {
        if (access->reads) launch->counts.bytes_read += bytes;
        if (access->writes) launch->counts.bytes_written += bytes;
        if (!(access->reads && access->writes) && global_row(access)) return true;
    }
    for (uint32_t left = access->mask; left; left &= left - 1)
        if (!lane_of_space(access, __builtin_ctz(left), space)) return false;
    return true;
}

/* --- loads and stores -------------------------------------------------------------------- */

#define EACH(mask) for (uint32_t left = mask; left; left &= left - 1)
#define LOAD(kept, type)                                         \
    do {                                                         \
        kept *to = warp_register(warp, place);                   \
        type value;                                              \
        const uint8_t *row = access.row + offset;                \
        for (size_t i = 0; access.row && i < PTX_LANES; i++) {   \
            memcpy(&value, row + i * access.size, sizeof value); \
            to[i] = (kept)value;                                 \
        }                                                        \
        EACH(access.row ? 0 : mask) {                            \
            int i = __builtin_ctz(left);                         \
            memcpy(&value, access.at[i] + offset, sizeof value); \
            to[i] = (kept)value;                                 \
        }                                                        \
    } while (0)
#define STORE(kept, type)                                        \
    do {                                                         \
        const kept *from = warp_register(warp, place);           \
        uint8_t *row = access.row + offset;                      \
        for (size_t i = 0; access.row && i < PTX_LANES; i++) {   \
            type value = (type)from[i];                          \
            memcpy(row + i * access.size, &value, sizeof value); \
        }                                                        \
        EACH(access.row ? 0 : mask) {                            \
            int i = __builtin_ctz(left);                         \
            type value = (type)from[i];                          \
            memcpy(access.at[i] + offset, &value, sizeof value); \
        }                                                        \
    } while (0)

static bool is_signed(PtxType type) {
    return type == TYPE_S8 || type == TYPE_S16 || type == TYPE_S32;
}

bool warp_load(Warp *warp, const PtxOp *op, uint32_t mask) {
    unsigned size = ptx_type_size((PtxType)op->type);
    Access access;
    open_access(&access, warp, op, mask);
    bool wide = op->flags & PTX_WIDE_D, sign = is_signed((PtxType)op->type);
    if (!resolve(&access)) return false;
    for (int element = 0; element < op->count; element++) {
        int32_t place = element ? op->more[element - 1] : op->d;
        size_t offset = size * (unsigned)element;
        switch (size * 4 + wide * 2 + sign) {
        case 4: LOAD(word32, uint8_t); break;
        case 5: LOAD(word32, int8_t); break;
        case 6: LOAD(word64, uint8_t); break;
        case 7: LOAD(word64, int8_t); break;
        case 8: LOAD(word32, uint16_t); break;
        case 9: LOAD(word32, int16_t); break;
        case 10: LOAD(word64, uint16_t); break;
        case 11: LOAD(word64, int16_t); break;
        case 16:
        case 17: LOAD(word32, uint32_t); break;
        case 18: LOAD(word64, uint32_t); break;
        case 19: LOAD(word64, int32_t); break;
        default: LOAD(word64, uint64_t); break;
        }
    }
    return true;
}

bool warp_store(Warp *warp, const PtxOp *op, uint32_t mask) {
    unsigned size = ptx_type_size((PtxType)op->type);
    Access access;
    open_access(&access, warp, op, mask);
    bool wide = op->flags & PTX_WIDE_D;
    if (!resolve(&access)) return false;
    for (int element = 0; element < op->count; element++) {
        int32_t place = element ? op->more[element - 1] : op->d;
        size_t offset = size * (unsigned)element;
        switch (size * 2 + wide) {
        case 2: STORE(word32, uint8_t); break;
        case 3: STORE(word64, uint8_t); break;
        case 4: STORE(word32, uint16_t); break;
        case 5: STORE(word64, uint16_t); break;
        case 8: STORE(word32, uint32_t); break;
        case 9: STORE(word64, uint32_t); break;
        default: STORE(word64, uint64_t); break;
        }
    }
    return true;
}

/* --- atomics ----------------------------------------------------------------------------- */

#define WHOLE(name, T)                                                \
    static T name(PtxKind kind, T old, T b, T c) {                    \
        switch (kind) {                                               \
        case KIND_ADD: return (T)(old + b);                           \
        case KIND_MIN: return b < old ? b : old;                      \
        case KIND_MAX: return b > old ? b : old;                      \
        case KIND_INC: return (T)(old >= b ? 0 : old + 1);            \
        case KIND_DEC: return (T)(old == 0 || old > b ? b : old - 1); \
        case KIND_AND: return old & b;                                \
        case KIND_OR: return old | b;                                 \
        case KIND_XOR: return old ^ b;                                \
        case KIND_CAS: return old == b ? c : old;                     \
        default: return b;                                            \
        }                                                             \
    }
WHOLE(atomic_u32, uint32_t)
WHOLE(atomic_s32, int32_t)
WHOLE(atomic_u64, uint64_t)
WHOLE(atomic_s64, int64_t)

static uint32_t atomic_word(const PtxOp *op, uint32_t old, uint32_t b, uint32_t c) {
    PtxKind kind = (PtxKind)op->kind;
    if (op->type == TYPE_F32 && kind == KIND_ADD) {
        float sum, add;
        memcpy(&sum, &old, 4);
        memcpy(&add, &b, 4);
        sum += add;
        memcpy(&old, &sum, 4);
        return old;
    }
    if (op->type == TYPE_S32)
        return (uint32_t)atomic_s32(kind, (int32_t)old, (int32_t)b, (int32_t)c);
    return atomic_u32(kind, old, b, c);
}

static uint64_t atomic_words(const PtxOp *op, uint64_t old, uint64_t b, uint64_t c) {
    PtxKind kind = (PtxKind)op->kind;
    if (op->type == TYPE_F64 && kind == KIND_ADD) {
        double sum, add;
        memcpy(&sum, &old, 8);
        memcpy(&add, &b, 8);
        sum += add;
        memcpy(&old, &sum, 8);
        return old;
    }
    if (op->type == TYPE_S64)
        return (uint64_t)atomic_s64(kind, (int64_t)old, (int64_t)b, (int64_t)c);
    return atomic_u64(kind, old, b, c);
}

bool warp_atomic(Warp *warp, const PtxOp *op, uint32_t mask) {
    unsigned size = ptx_type_size((PtxType)op->type);
    Access access;
    open_access(&access, warp, op, mask);
    if (!resolve(&access)) return false;
    EACH(mask) {
        int i = __builtin_ctz(left);
        if (size == 4) {
            word32 *d = op->d < 0 ? NULL : warp_register(warp, op->d),
                   *b = warp_register(warp, op->b);
            word32 *c = op->c < 0 ? b : warp_register(warp, op->c);
            uint32_t old, now;
            memcpy(&old, access.at[i], 4);
            now = atomic_word(op, old, b[i], c[i]);
            memcpy(access.at[i], &now, 4);
            if (d) d[i] = old;
        } else {
            word64 *d = op->d < 0 ? NULL : warp_register(warp, op->d),
                   *b = warp_register(warp, op->b);
            word64 *c = op->c < 0 ? b : warp_register(warp, op->c);
            uint64_t old, now;
            memcpy(&old, access.at[i], 8);
            now = atomic_words(op, old, b[i], c[i]);
            memcpy(access.at[i], &now, 8);
            if (d) d[i] = old;
        }
    }
    return true;
}
