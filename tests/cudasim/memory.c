/* The memory of the simulated devices. Addresses are not canonical on x86-64, so that a host that
 * follows one stops; they are never used twice, so that what is freed stays known as freed. */
#include "sim.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEVICE_WINDOW UINT64_C(0x00D0000000000000)
enum {
    DEVICE_BITS = 44,
    ALIGNMENT = 512,
    RED_ZONE = 512,
    POISON = 0xDB,
    MOST_POISON = 64 << 20,
    MOST_KNOWN = 1 << 14
};

typedef struct Device {
    Allocation **list; /* by address, which only grows */
    size_t count, room, used;
    uint64_t next;
} Device;

static Device devices[SIM_DEVICES];
static Allocation **pinned; /* the host's, in no order */
static size_t npinned, pinned_room;
static uint64_t serial;
static bool peers[SIM_DEVICES][SIM_DEVICES];

/* --- bits -------------------------------------------------------------------------------- */

bool bits_all(const uint8_t *bits, size_t start, size_t count) {
    const uint8_t *at = bits + start / 8;
    unsigned shift = start % 8;
    if (shift + count <= 8) {
        unsigned want = ((1u << count) - 1) << shift;
        return (*at & want) == want;
    }
    if (shift) {
        unsigned want = 0xffu << shift & 0xff;
        if ((*at++ & want) != want) return false;
        count -= 8 - shift;
    }
    for (; count >= 64; count -= 64, at += 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        if (word != UINT64_MAX) return false;
    }
    for (; count >= 8; count -= 8)
        if (*at++ != 0xff) return false;
    unsigned want = (1u << count) - 1;
    return !count || (*at & want) == want;
}

void bits_set(uint8_t *bits, size_t start, size_t count) {
    uint8_t *at = bits + start / 8;
    unsigned shift = start % 8;
    if (shift + count <= 8) {
        *at |= (uint8_t)(((1u << count) - 1) << shift);
        return;
    }
    if (shift) {
        *at++ |= (uint8_t)(0xffu << shift);
        count -= 8 - shift;
    }
    memset(at, 0xff, count / 8);
    if (count % 8) at[count / 8] |= (uint8_t)((1u << count % 8) - 1);
}

static void bits_clear(uint8_t *bits, size_t start, size_t count) {
    for (; count && start % 8; start++, count--) bits[start / 8] &= (uint8_t) ~(1u << start % 8);
    memset(bits + start / 8, 0, count / 8);
    for (start += count / 8 * 8, count %= 8; count; start++, count--)
        bits[start / 8] &= (uint8_t) ~(1u << start % 8);
}

size_t bits_count(const uint8_t *bits, size_t bytes) {
    size_t count = 0;
    for (; bytes >= 8; bytes -= 8, bits += 8) {
        uint64_t word;
        memcpy(&word, bits, 8);
        count += (size_t)__builtin_popcountll(word);
    }
    while (bytes--) count += (size_t)__builtin_popcount(*bits++);
    return count;
}

/* --- allocations ------------------------------------------------------------------------- */

size_t memory_size(void) {
    return sim_setting("CUDASIM_MEMORY", (size_t)2 << 30);
}

int memory_devices(void) {
    uint64_t count = sim_setting("CUDASIM_DEVICES", 1);
    return count > SIM_DEVICES ? SIM_DEVICES : (int)count;
}

size_t memory_used(int device) {
    return devices[device].used;
}

static bool append(Allocation ***list, size_t *count, size_t *room, Allocation *one) {
    if (*count == *room) {
        size_t more = *room ? *room * 2 : 64;
        Allocation **grown = realloc(*list, more * sizeof *grown);
        if (!grown) return false;
        *list = grown;
        *room = more;
    }
    (*list)[(*count)++] = one;
    return true;
}

static void release_bytes(Allocation *one) {
    if (!one->host) free(one->bytes);
    free(one->known);
    free(one->read_sectors);
    free(one->written_sectors);
    free(one->writers);
    free(one->readers);
    one->writers = one->readers = NULL;
    one->bytes = one->known = one->read_sectors = one->written_sectors = NULL;
}

/* Large ones are poisoned at their ends; a read that nobody wrote is reported anyway. */
static bool make_bytes(Allocation *one) {
    size_t size = one->size, sectors = size / SECTOR / 8 + 1;
    one->bytes = malloc(size ? size : 1);
    one->known = calloc(size / 8 + 1, 1);
    one->read_sectors = calloc(sectors, 1);
    one->written_sectors = calloc(sectors, 1);
    if (!one->bytes || !one->known || !one->read_sectors || !one->written_sectors) return false;
    memset(one->bytes, POISON, size < MOST_POISON ? size : MOST_POISON);
    return true;
}

/* A long run frees much: of what was freed long ago nothing is known any more. */
static void forget_old(Device *at) {
    size_t kept = 0;
    if (at->count < MOST_KNOWN || at->count < at->room) return;
    for (size_t i = 0; i < at->count; i++) {
        if (at->list[i]->freed && i < at->count / 2) free(at->list[i]);
        else at->list[kept++] = at->list[i];
    }
    at->count = kept;
}

uint64_t memory_allocate(int device, size_t size, const char *name) {
    Device *at = &devices[device];
    if (size > memory_size() || at->used > memory_size() - size) return 0;
    Allocation *one = calloc(1, sizeof *one);
    if (!one) return 0;
    if (!at->next) at->next = DEVICE_WINDOW | (uint64_t)device << DEVICE_BITS | UINT64_C(0x100000);
    one->base = at->next;
    one->size = size;
    one->device = device;
    one->name = name;
    one->serial = ++serial;
    forget_old(at);
    if (!make_bytes(one) || !append(&at->list, &at->count, &at->room, one)) {
        release_bytes(one);
        free(one);
        return 0;
    }
    at->used += size;
    at->next += (size + RED_ZONE + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return one->base;
}

/* The last one that begins at or before the address, or NULL. */
static Allocation *before(uint64_t address) {
    uint64_t device = address >> DEVICE_BITS & (SIM_DEVICES - 1);
    if ((address & ~(uint64_t)0 << 48) != DEVICE_WINDOW) return NULL;
    const Device *at = &devices[device];
    size_t low = 0, high = at->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (at->list[middle]->base <= address) low = middle + 1;
        else high = middle;
    }
    return low ? at->list[low - 1] : NULL;
}

Allocation *memory_host_find(const void *address) {
    uint64_t at = (uint64_t)(uintptr_t)address;
    for (size_t i = 0; i < npinned; i++)
        if (at - pinned[i]->base < pinned[i]->size) return pinned[i];
    return NULL;
}

Allocation *memory_find(uint64_t address) {
    Allocation *one = before(address);
    if (one)
        return address - one->base < one->size || (one->size == 0 && address == one->base) ? one
                                                                                           : NULL;
    return memory_host_find((const void *)(uintptr_t)address);
}

const char *memory_describe(uint64_t address, char *text, size_t size) {
    const Allocation *one = before(address);
    if (!one) {
        snprintf(text, size,
                 address < 65536 ? "a null pointer"
                                 : "no device memory is there (a host pointer?)");
        return text;
    }
    uint64_t beyond = address - one->base;
    snprintf(text, size, "%llu bytes %s the begin of %s%s, allocation %llu of %zu bytes%s",
             (unsigned long long)beyond, "behind", one->name ? "variable " : "",
             one->name ? one->name : "", (unsigned long long)one->serial, one->size,
             one->freed ? ", which is freed" : "");
    return text;
}

bool memory_free(uint64_t base, const char *how) {
    Allocation *one = memory_find(base);
    char text[160];
    if (!one || one->host) {
        sim_report(FAULT_BAD_FREE, "%s of 0x%llx: %s", how, (unsigned long long)base,
                   memory_describe(base, text, sizeof text));
        return false;
    }
    if (one->base != base || one->freed) {
        sim_report(one->freed ? FAULT_DOUBLE_FREE : FAULT_BAD_FREE, "%s of 0x%llx: %s", how,
                   (unsigned long long)base, memory_describe(base, text, sizeof text));
        return false;
    }
    one->freed = true;
    devices[one->device].used -= one->size;
    release_bytes(one);
    return true;
}

/* --- pinned host memory ------------------------------------------------------------------ */

bool memory_host_add(void *bytes, size_t size) {
    Allocation *one = calloc(1, sizeof *one);
    if (!one) return false;
    *one = (Allocation){
        .base = (uint64_t)(uintptr_t)bytes, .size = size, .bytes = bytes, .host = true};
    if (append(&pinned, &npinned, &pinned_room, one)) return true;
    free(one);
    return false;
}

bool memory_host_remove(void *bytes) {
    for (size_t i = 0; i < npinned; i++)
        if (pinned[i]->bytes == bytes) {
            free(pinned[i]);
            pinned[i] = pinned[--npinned];
            return true;
        }
    return false;
}

/* --- ranges ------------------------------------------------------------------------------ */

uint8_t *memory_range(uint64_t address, size_t size, bool writes, const char *who) {
    Allocation *one = memory_find(address);
    char text[160];
    Fault fault = !one || one->freed ? FAULT_USE_AFTER_FREE : FAULT_BOUNDS;
    if (!one) fault = FAULT_BOUNDS;
    if (one && !one->freed && one->size - (address - one->base) >= size)
        return one->bytes + (address - one->base);
    sim_report(fault, "%s %s %zu bytes at 0x%llx: %s", who, writes ? "writes" : "reads", size,
               (unsigned long long)address, memory_describe(address, text, sizeof text));
    return NULL;
}

void memory_know(uint64_t address, size_t size, bool known) {
    Allocation *one = memory_find(address);
    if (!one || !one->known || !size) return;
    (known ? bits_set : bits_clear)(one->known, address - one->base, size);
}

size_t memory_unknown(uint64_t address, size_t size) {
    const Allocation *one = memory_find(address);
    if (!one || !one->known || bits_all(one->known, address - one->base, size)) return size;
    size_t start = address - one->base, i = 0;
    while (i < size && one->known[(start + i) / 8] >> (start + i) % 8 & 1) i++;
    return i;
}

void memory_copy_known(uint64_t to, uint64_t from, size_t size) {
    Allocation *target = memory_find(to);
    const Allocation *source = memory_find(from);
    if (!target || !source || !target->known) return;
    if (!source->known || bits_all(source->known, from - source->base, size))
        return bits_set(target->known, to - target->base, size);
    for (size_t i = 0; i < size; i++) {
        size_t at = from - source->base + i, into = to - target->base + i;
        unsigned bit = (unsigned)source->known[at / 8] >> at % 8 & 1u;
        target->known[into / 8] =
            (uint8_t)((target->known[into / 8] & ~(1u << into % 8)) | bit << into % 8);
    }
}

bool memory_peer(int from, int to) {
    return peers[from][to];
}
void memory_peer_set(int from, int to, bool may) {
    peers[from][to] = may;
}

/* --- the end ----------------------------------------------------------------------------- */

void memory_report_leaks(void) {
    for (int device = 0; device < SIM_DEVICES; device++)
        for (size_t i = 0; i < devices[device].count; i++) {
            const Allocation *one = devices[device].list[i];
            if (!one->freed && !one->name)
                sim_report(FAULT_LEAK, "allocation %llu of %zu bytes on device %d was never freed",
                           (unsigned long long)one->serial, one->size, device);
        }
    if (npinned)
        sim_report(FAULT_LEAK, "%zu pieces of pinned host memory were never freed", npinned);
}

void memory_close(void) {
    for (int device = 0; device < SIM_DEVICES; device++) {
        for (size_t i = 0; i < devices[device].count; i++) {
            release_bytes(devices[device].list[i]);
            free(devices[device].list[i]);
        }
        free(devices[device].list);
        devices[device] = (Device){0};
    }
    for (size_t i = 0; i < npinned; i++) free(pinned[i]);
    free(pinned);
    pinned = NULL;
    npinned = pinned_room = 0;
}
