/* Whether the program's own waiting orders what is done to memory: streams, events and the host as
 * clocks. Two works that touch one place, one of them writing, must be ordered; otherwise it is
 * luck that they ran well, and that is reported whatever the seed. Places are sectors of 32 bytes;
 * one alone may be shared by two rows that end in it, so two in a row are asked for. */
#include "driver.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TICK_BITS = 26, NAMES = 512 };
#define TICK_MASK ((1u << TICK_BITS) - 1)

static Clock host;
static int nstreams;
static const char *names[CLOCKS][NAMES]; /* of works, by stream and tick */

static void join(Clock *into, const Clock *from) {
    for (int i = 0; i < CLOCKS; i++)
        if (from->ticks[i] > into->ticks[i]) into->ticks[i] = from->ticks[i];
}

/* The last index is that of all further streams: they count as one, in which much is ordered. */
int order_stream(void) {
    int index = nstreams < CLOCKS - 1 ? nstreams : CLOCKS - 1;
    nstreams++;
    return index;
}

void order_queued(Work *work) {
    work->clock = host;
}

static const char *name_of(const Work *work) {
    switch (work->kind) {
    case WORK_COPY: return work->copy.name;
    case WORK_SET: return "cuMemset";
    case WORK_LAUNCH: return work->launch.kernel->function->name;
    case WORK_FREE: return "cuMemFreeAsync";
    case WORK_LIBRARY: return work->copy.name;
    default: return "a call";
    }
}

/* Work of the default stream comes after that of the streams that wait for it, and they after it.
 */
static bool waits_for(const Stream *stream, const Stream *other) {
    return stream != other && stream->context == other->context &&
           ((stream->legacy && other->blocking) || (other->legacy && stream->blocking));
}

void order_started(Work *work, const Stream *others) {
    Stream *stream = work->stream;
    join(&stream->clock, &work->clock);
    for (; others; others = others->next)
        if (waits_for(stream, others)) join(&stream->clock, &others->clock);
    if (work->kind == WORK_WAIT) join(&stream->clock, &work->ticket->clock);
    uint32_t tick = ++stream->clock.ticks[stream->index];
    if (work->kind == WORK_RECORD) work->ticket->clock = stream->clock;
    const char **name = &names[stream->index][tick % NAMES];
    free((void *)(uintptr_t)*name);
    *name = strdup(name_of(work)); /* a module may be gone when it is told */
}

void order_waited(const Stream *stream) {
    join(&host, &stream->clock);
}
void order_waited_ticket(const Ticket *ticket) {
    join(&host, &ticket->clock);
}

/* --- places ------------------------------------------------------------------------------ */

static bool is_ordered(const Work *work, uint32_t before) {
    return !before || work->stream->clock.ticks[before >> TICK_BITS] >= (before & TICK_MASK);
}

static bool open_places(Allocation *memory) {
    size_t sectors = memory->size / SECTOR + 1;
    if (nstreams < 2 || memory->freed || memory->host) return false;
    if (memory->writers) return true;
    memory->writers = calloc(sectors, sizeof *memory->writers);
    memory->readers = calloc(sectors, sizeof *memory->readers);
    if (!memory->writers || !memory->readers) abort();
    return true;
}

static void report(const Work *work, const Allocation *memory, size_t sector, uint32_t before,
                   bool wrote, bool writes) {
    const char *other = names[before >> TICK_BITS][(before & TICK_MASK) % NAMES];
    sim_report(FAULT_ORDER,
               "%s in stream %d %s what %s in stream %u %s, and nothing makes it wait for it "
               "(allocation %llu of %zu bytes, from byte %zu)",
               name_of(work), work->stream->index, writes ? "writes" : "reads", other ? other : "?",
               before >> TICK_BITS, wrote ? "writes" : "reads", (unsigned long long)memory->serial,
               memory->size, sector * SECTOR);
}

/* A run of sectors that were not ordered, as they are met. */
typedef struct Run {
    size_t length;
    bool told;
} Run;

static void touch(const Work *work, Allocation *memory, size_t sector, bool writes, Run *run) {
    uint32_t *writer = &memory->writers[sector], *reader = &memory->readers[sector];
    const Stream *stream = work->stream;
    uint32_t now =
        (uint32_t)stream->index << TICK_BITS | (stream->clock.ticks[stream->index] & TICK_MASK);
    bool bad_write = !is_ordered(work, *writer), bad_read = writes && !is_ordered(work, *reader);
    run->length = bad_write || bad_read ? run->length + 1 : 0;
    if (!run->told && (run->length == 2 || (run->length && memory->size <= 2 * SECTOR))) {
        run->told = true;
        report(work, memory, sector + 1 - run->length, bad_write ? *writer : *reader, bad_write,
               writes);
    }
    *(writes ? writer : reader) = now;
}

void order_access(const Work *work, uint64_t address, size_t size, bool writes) {
    Allocation *memory = memory_find(address);
    Run run = {0};
    if (!memory || !size || !open_places(memory)) return;
    size_t first = (address - memory->base) / SECTOR,
           last = (address - memory->base + size - 1) / SECTOR;
    for (size_t sector = first; sector <= last; sector++) touch(work, memory, sector, writes, &run);
}

void order_seen(void *user, Allocation *memory) {
    const Work *work = user;
    Run reads = {0}, writes = {0};
    if (!open_places(memory)) return;
    for (size_t sector = memory->first_sector; sector < memory->end_sector; sector++) {
        size_t byte = sector / 8;
        unsigned bit = sector % 8;
        if (memory->read_sectors[byte] >> bit & 1) touch(work, memory, sector, false, &reads);
        else reads.length = 0;
        if (memory->written_sectors[byte] >> bit & 1) touch(work, memory, sector, true, &writes);
        else writes.length = 0;
    }
}

__attribute__((destructor)) static void close_names(void) {
    for (int i = 0; i < CLOCKS; i++)
        for (int j = 0; j < NAMES; j++) free((void *)(uintptr_t)names[i][j]);
    memset(names, 0, sizeof names);
}
