/* Memory of the host's that stores look at. Its buffer is not the device's to
 * free: when the store dies the memory goes back to the host. Such a store is
 * pinned, so no plan renames it or drops what is written to it, and no work on
 * it may be left when a call from the host returns (exec_settle).
 *
 * Only the host's thread makes and ends loans; the worker sees a buffer like
 * any other. */
#include "executor.h"

#include <sys/mman.h>
#include <unistd.h>

struct Loan {
    Buffer buffer; /* must be first: the store's */
    HostMemory memory;
    int64_t nbytes;
    int64_t released; /* the worker's: of mapped memory, so many bytes were given back */
    Loan *previous, *next; /* all of the executor's */
};

static void give_back(const HostMemory *memory) {
    if (memory->release) memory->release(memory->user, memory->data);
}

void exec_end_loan(Exec *exec, Buffer *buffer) {
    Loan *loan = (Loan *)buffer;
    HostMemory memory = loan->memory;
    if (loan->next) loan->next->previous = loan->previous;
    if (loan->previous) loan->previous->next = loan->next;
    else exec->loans = loan->next;
    exec->host_loans -= !memory.mapped;
    heap_free(&exec->base->heap, loan, sizeof *loan);
    give_back(&memory);
}

/* Stores over the same bytes, one of them written, would not know of each other. */
static bool clashes(const Exec *exec, const HostMemory *memory, int64_t nbytes,
                    const Store *leaving) {
    uintptr_t low = (uintptr_t)memory->low;
    for (const Loan *loan = exec->loans; loan; loan = loan->next) {
        uintptr_t other = (uintptr_t)loan->memory.low;
        if (leaving && leaving->buffer == &loan->buffer) continue;
        if (!memory->writable && !loan->memory.writable) continue;
        if (memory->mapped || loan->memory.mapped) continue;
        if (low < other + (uintptr_t)loan->nbytes && other < low + (uintptr_t)nbytes) return true;
    }
    return false;
}

/* Elsewhere the memory is read once. */
static ArrStatus copy_in(Exec *exec, Store *store, const HostMemory *memory) {
    ArrStatus status = exec->graph->upload(exec, store, memory->low);
    if (!status) give_back(memory);
    return status;
}

ArrStatus exec_borrow(Exec *exec, Store *store, const HostMemory *memory, const Store *leaving) {
    if (!exec->device->class->host_memory) return copy_in(exec, store, memory);
    if (clashes(exec, memory, store->nbytes, leaving))
        return error_set(exec->base, ERROR_VALUE,
                         "this memory is borrowed already, and one of the two may be written");
    Loan *loan = heap_alloc_zeroed(&exec->base->heap, sizeof *loan);
    if (!loan) return error_memory(exec->base, sizeof *loan, "a borrowed array");
    loan->buffer = (Buffer){.data = memory->low, .nbytes = store->nbytes, .borrowed = true};
    loan->memory = *memory;
    loan->nbytes = store->nbytes;
    loan->next = exec->loans;
    if (loan->next) loan->next->previous = loan;
    exec->loans = loan;
    store->buffer = &loan->buffer;
    store->pinned = true;
    store->mapped = memory->mapped;
    exec->host_loans += !memory->mapped;
    return ARR_OK;
}

bool exec_borrows(const Exec *exec) {
    return exec->host_loans > 0;
}

/* Pages that were read leave the process; the file keeps what is in them. */
void exec_release_mapped(Buffer *buffer, int64_t low) {
    Loan *loan = (Loan *)buffer;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), start = (uintptr_t)loan->memory.low;
    uintptr_t from = (start + (uintptr_t)loan->released) & ~(page - 1);
    uintptr_t to = (start + (uintptr_t)low) & ~(page - 1);
    if (low <= loan->released || from >= to) return;
    madvise((void *)from, to - from, MADV_DONTNEED); /* a failure costs memory, nothing else */
    loan->released = low;
}

/* Beside the worker, whose place it does not change. */
void exec_release_read(Exec *exec, const Store *store, int64_t low) {
    const Loan *loan = exec->loans;
    while (loan && &loan->buffer != store->buffer) loan = loan->next;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    if (!loan || low < (int64_t)page) return;
    uintptr_t from = (uintptr_t)loan->memory.low & ~(page - 1);
    uintptr_t to = ((uintptr_t)loan->memory.low + (uintptr_t)low) & ~(page - 1);
    madvise((void *)from, to - from, MADV_DONTNEED);
}

void exec_rewind_mapped(Buffer *buffer) {
    ((Loan *)buffer)->released = 0;
}

void exec_abandon_window(Exec *exec) {
    Graph *graph = exec->graph;
    int64_t count = graph->node_count;
    while (!queue_is_idle(exec)) queue_wait(exec, exec->submitted);
    for (int64_t i = 0; i < count; i++) {
        const Node *node = &graph->nodes[i];
        node->out->store->failed = LOST_UNKNOWN;
        for (int k = 0; k < node->nin; k++)
            if (node->in[k]) array_leave_window(node->in[k]);
        array_leave_window(node->out);
    }
    graph_retire(graph, graph->nodes, count);
    graph_submit(graph, count);
}

/* An interrupt only delays: what was recorded before it is done. A flush that
 * brought nothing forward lacked memory for its plan. */
ArrStatus exec_settle(Exec *exec) {
    Error first = {.class = ERROR_NONE};
    ArrStatus result = ARR_OK;
    while (exec_borrows(exec) && (exec->graph->node_count > 0 || !queue_is_idle(exec))) {
        int64_t before = exec->graph->node_count;
        ArrStatus status = exec_flush(exec);
        if (status && !result) {
            first = exec->base->error;
            result = status;
        }
        bool stuck = status == ARR_MEMORY && before > 0 && exec->graph->node_count == before;
        if (stuck) exec_abandon_window(exec);
    }
    if (result) exec->base->error = first;
    return result;
}
