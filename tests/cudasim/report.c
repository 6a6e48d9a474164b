/* What is said of faults, and what is counted. The process ends with a failing status if anything
 * was reported, whatever the program under test thinks of it. */
#include "sim.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FAILED_STATUS = 97, MOST_REPORTS = 40 };

static const char *const fault_names[FAULTS] = {
    [FAULT_RACE] = "race",
    [FAULT_DIVERGENT_BARRIER] = "divergent barrier",
    [FAULT_EARLY_EXIT] = "early exit",
    [FAULT_DEADLOCK] = "deadlock",
    [FAULT_BOUNDS] = "out of bounds",
    [FAULT_UNINITIALISED] = "uninitialised read",
    [FAULT_MISALIGNED] = "misaligned",
    [FAULT_USE_AFTER_FREE] = "use after free",
    [FAULT_DOUBLE_FREE] = "double free",
    [FAULT_BAD_FREE] = "bad free",
    [FAULT_LEAK] = "leak",
    [FAULT_HOST_CHANGED] = "host memory changed",
    [FAULT_HOST_MEMORY] = "host memory gone",
    [FAULT_READ_ONLY] = "write to constant memory",
    [FAULT_ORDER] = "missing order",
    [FAULT_TRAP] = "trap",
    [FAULT_PTX] = "PTX",
    [FAULT_API] = "wrong call",
    [FAULT_BLAS] = "wrong BLAS call",
};

static pid_t process;
static unsigned failing;
static uint64_t seen[1024]; /* hashes of what was told */
static size_t nseen;

/* The same place and kind is told once: numbers (lanes, blocks, addresses) do not count. */
static bool is_new(const char *text) {
    uint64_t hash = 14695981039346656037u;
    const char *line = strstr(text, "PTX line");
    for (const char *c = text; *c && c != line; c++)
        if (*c < '0' || *c > '9') hash = (hash ^ (unsigned char)*c) * 1099511628211u;
    for (const char *c = line; c && *c && *c != '\n'; c++)
        hash = (hash ^ (unsigned char)*c) * 1099511628211u;
    for (size_t i = 0; i < nseen; i++)
        if (seen[i] == hash) return false;
    if (nseen < sizeof seen / sizeof *seen) seen[nseen++] = hash;
    return true;
}

void sim_report(Fault fault, const char *format, ...) {
    char text[2048];
    int used = snprintf(text, sizeof text, "cudasim: %s: ", fault_names[fault]);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + used, sizeof text - (size_t)used, format, arguments);
    va_end(arguments);
    failing++;
    if (!is_new(text)) return;
    if (nseen <= MOST_REPORTS) fprintf(stderr, "%s\n", text);
    else if (nseen == MOST_REPORTS + 1) fprintf(stderr, "cudasim: more faults are not shown\n");
}

uint64_t sim_setting(const char *name, uint64_t otherwise) {
    const char *text = getenv(name);
    if (!text || !*text) return otherwise;
    char *end;
    uint64_t value = strtoull(text, &end, 0);
    if (*end == 'M') value <<= 20;
    if (*end == 'G') value <<= 30;
    return value;
}

uint64_t sim_random(void) {
    static uint64_t state;
    static bool read;
    if (!read) state = sim_setting("CUDASIM_SEED", 1), read = true;
    if (!state) return 0;
    state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* --- counts ------------------------------------------------------------------------------ */

static KernelCounts *kernels;
static struct Count {
    char key[64];
    uint64_t amount;
} counts[256];
static size_t ncounts;

KernelCounts *counts_of(const char *name) {
    for (KernelCounts *one = kernels; one; one = one->next)
        if (!strncmp(one->name, name, sizeof one->name - 1)) return one;
    KernelCounts *one = calloc(1, sizeof *one);
    if (!one) abort();
    snprintf(one->name, sizeof one->name, "%s", name);
    one->next = kernels;
    return kernels = one;
}

void counts_add(const char *key, uint64_t amount) {
    size_t i = 0;
    while (i < ncounts && strcmp(counts[i].key, key)) i++;
    if (i == sizeof counts / sizeof *counts) return;
    if (i == ncounts) snprintf(counts[ncounts++].key, sizeof counts[i].key, "%s", key);
    counts[i].amount += amount;
}

/* One line each: "kernel NAME launches N instructions N ...", "count KEY N". Appended, since a
 * test may run several processes. */
void counts_write(void) {
    const char *path = getenv("CUDASIM_COUNTS");
    FILE *file = path && *path ? fopen(path, "a") : NULL;
    for (KernelCounts *one = kernels; one && file; one = one->next)
        fprintf(file,
                "kernel %s launches %" PRIu64 " instructions %" PRIu64 " bytes_read %" PRIu64
                " bytes_written %" PRIu64 " unique_read %" PRIu64 " unique_written %" PRIu64 "\n",
                one->name, one->launches, one->instructions, one->bytes_read, one->bytes_written,
                one->sectors_read * SECTOR, one->sectors_written * SECTOR);
    for (size_t i = 0; i < ncounts && file; i++)
        fprintf(file, "count %s %" PRIu64 "\n", counts[i].key, counts[i].amount);
    if (file) fclose(file);
}

/* After the program's own exit handlers and the other destructors of this library. */
/* Whoever calls first is judged at its end; children that it forks are not. */
void sim_started(void) {
    if (!process) process = getpid();
}

__attribute__((destructor(101))) static void close_simulator(void) {
    if (getpid() != process) return; /* a child of who used it */
    memory_report_leaks();
    counts_write();
    for (KernelCounts *one = kernels, *next; one; one = next) {
        next = one->next;
        free(one);
    }
    kernels = NULL;
    memory_close();
    if (!failing) return;
    fflush(NULL);
    _exit(FAILED_STATUS);
}
