/* The simulated device: memory that is not the host's (memory.c), warps and blocks that run ops
 * (warp.c, warp_memory.c, warp_sync.c, block.c), and what is said of faults (report.c). */
#ifndef CUDASIM_SIM_H
#define CUDASIM_SIM_H
#include "ptx.h"

/* --- faults and counts ------------------------------------------------------------------- */

typedef enum Fault {
    FAULT_RACE,
    FAULT_DIVERGENT_BARRIER,
    FAULT_EARLY_EXIT,
    FAULT_DEADLOCK,
    FAULT_BOUNDS,
    FAULT_UNINITIALISED,
    FAULT_MISALIGNED,
    FAULT_USE_AFTER_FREE,
    FAULT_DOUBLE_FREE,
    FAULT_BAD_FREE,
    FAULT_LEAK,
    FAULT_HOST_CHANGED,
    FAULT_HOST_MEMORY,
    FAULT_READ_ONLY,
    FAULT_ORDER,
    FAULT_TRAP,
    FAULT_PTX,
    FAULT_API,
    FAULT_BLAS,
    FAULTS,
} Fault;

/* "cudasim: NAME: TEXT" on stderr; the process then ends with a failing status. Each place is
 * told once. */
void sim_report(Fault fault, const char *format, ...) __attribute__((format(printf, 2, 3)));
void sim_started(void); /* at each call of the driver */

/* A whole number of the environment, or what it is without. */
uint64_t sim_setting(const char *name, uint64_t otherwise);
uint64_t sim_random(void); /* by CUDASIM_SEED; 0 stays in order */

typedef struct KernelCounts {
    char name[128];
    uint64_t launches, instructions;        /* of threads */
    uint64_t bytes_read, bytes_written;     /* as threads asked for them */
    uint64_t sectors_read, sectors_written; /* of 32 bytes, each once for a launch */
    struct KernelCounts *next;
} KernelCounts;

KernelCounts *counts_of(const char *name);
void counts_add(const char *key, uint64_t amount); /* "api cuMemAlloc", "bytes htod" */
void counts_write(void);                           /* to the file CUDASIM_COUNTS names */

/* --- memory ------------------------------------------------------------------------------ */

enum { SIM_DEVICES = 8, SECTOR = 32 };

typedef struct Allocation {
    uint64_t base;
    size_t size;
    uint8_t *bytes;
    uint8_t *known;                          /* a bit for each byte that was written */
    uint8_t *read_sectors, *written_sectors; /* of this launch */
    size_t first_sector, end_sector;         /* where such bits are */
    struct Allocation *touched;              /* the next with such bits */
    bool is_touched;
    uint32_t *writers, *readers; /* of each sector: the work that was last (order.c) */
    bool freed, constant, host;
    int device;
    uint64_t serial;  /* the how-manieth it is */
    const char *name; /* of a module's variable */
} Allocation;

/* 0: no memory. Zero: not poisoned, and known. */
uint64_t memory_allocate(int device, size_t size, const char *name);
bool memory_free(uint64_t base, const char *how); /* reports what is wrong with it */
Allocation *memory_find(uint64_t address);        /* freed ones too; NULL */
size_t memory_used(int device);
size_t memory_size(void);
int memory_devices(void);
bool memory_host_add(void *bytes, size_t size); /* pinned: kernels may use it */
bool memory_host_remove(void *bytes);
Allocation *memory_host_find(const void *address);
void memory_report_leaks(void);
void memory_close(void);

/* Where the bytes are, or NULL and a report that begins with `who`. */
uint8_t *memory_range(uint64_t address, size_t size, bool writes, const char *who);
void memory_know(uint64_t address, size_t size, bool known);
/* The first byte of the range that nobody wrote; `size` if there is none. */
size_t memory_unknown(uint64_t address, size_t size);
/* known bits travel with copies */
void memory_copy_known(uint64_t to, uint64_t from, size_t size);
bool memory_peer(int from, int to); /* whether kernels of one may use the other's memory */
void memory_peer_set(int from, int to, bool may);

bool bits_all(const uint8_t *bits, size_t start, size_t count);
void bits_set(uint8_t *bits, size_t start, size_t count);
size_t bits_count(const uint8_t *bits, size_t bytes);
/* What a wild address is close to, for reports. */
const char *memory_describe(uint64_t address, char *text, size_t size);

/* --- launches ---------------------------------------------------------------------------- */

typedef enum LaunchStatus {
    LAUNCH_OK,
    LAUNCH_BAD_ADDRESS,
    LAUNCH_MISALIGNED,
    LAUNCH_FAILED
} LaunchStatus;

typedef struct Launch {
    const PtxKernel *kernel;
    uint32_t grid[3], block[3];
    uint32_t dynamic_shared;
    const uint8_t *parameters;
    int device;
    LaunchStatus status;
    KernelCounts counts; /* of this launch */
    Allocation *touched;
    void (*seen)(void *user, Allocation *memory); /* of each allocation that was used */
    void *user;
} Launch;

/* Runs it to its end; launch->status tells of it. */
void launch_run(Launch *launch);

#endif
