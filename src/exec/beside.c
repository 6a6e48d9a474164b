/* Library tasks that leave threads idle (a scan of one row, a factorisation of
 * one matrix) run beside each other, if they are independent and that is
 * faster. What a later one needs of the tasks between is run first. Their
 * buffers are found before, and all that others may see is done after, in the
 * order of the plan: that they ran together shows in the time alone. */
#include "executor.h"

enum {
    MOST_BESIDE = 16, /* tasks of a group: what they make is in memory at once */
    NEXT = 1          /* the plan's next task, as a bit of a set of tasks from it on */
};

typedef struct Member {
    int32_t at;     /* tasks behind the plan's next one */
    int64_t cycles; /* of one thread */
    double gain;    /* so many times faster all threads are */
    Watcher watcher;
    FloatWatch watch;
    Error error;
} Member;

struct Group {
    int count;
    Member members[MOST_BESIDE];
    BesideTask tasks[MOST_BESIDE];
};

/* --- who runs beside whom --------------------------------------------------------------- */

/* The tasks from the plan's next one on that task `at` behind it needs. */
static uint32_t needs(const PlanTask *next, int32_t at) {
    uint32_t set = 0;
    for (int32_t k = 0; k < at; k++)
        if (next[at].after >> (at - k - 1) & 1) set |= (uint32_t)NEXT << k;
    return set;
}

/* Is a group faster than its tasks one by one, on so many threads? */
static bool is_faster(const Group *group, int threads) {
    double apart = 0, sum = 0, longest = 0;
    for (int i = 0; i < group->count; i++) {
        double cycles = (double)group->members[i].cycles;
        apart += cycles / group->members[i].gain;
        sum += cycles;
        if (cycles > longest) longest = cycles;
    }
    int team = group->count < threads ? group->count : threads;
    double together = sum / team > longest ? sum / team : longest;
    return together < 0.9 * apart;
}

/* A task whose operands are lost is no work. */
static bool joins(Exec *exec, const Batch *batch, int32_t at, Member *member) {
    const PlanTask *task = &batch->plan->tasks[batch->next_task + at];
    if (task->kind != TASK_LIBRARY || exec_lost_by(task, batch->nodes)) return false;
    *member = (Member){.at = at};
    return exec->device->class->gain(exec->device, &batch->nodes[task->nodes[0]], &member->cycles,
                                     &member->gain);
}

/* The group of the plan's next task; *first: what must have run before. */
static void find_group(Exec *exec, const Batch *batch, Group *group, uint32_t *first) {
    const PlanTask *next = &batch->plan->tasks[batch->next_task];
    int32_t end = batch->plan->task_count - batch->next_task;
    uint32_t members = NEXT;
    *first = 0;
    group->count = joins(exec, batch, 0, &group->members[0]);
    if (end > PLAN_ORDERED + 1) end = PLAN_ORDERED + 1;
    for (int32_t at = 1; group->count && at < end && group->count < MOST_BESIDE; at++) {
        uint32_t needed = needs(next, at);
        if (batch->ahead >> at & 1 || next[at].kind != TASK_LIBRARY || needed & members) continue;
        if (!joins(exec, batch, at, &group->members[group->count])) continue;
        group->count++;
        members |= (uint32_t)NEXT << at;
        *first |= needed & ~batch->ahead;
    }
}

/* --- running ------------------------------------------------------------------------------ */

/* Runs the tasks of a set; false: stopped, or memory is short. */
static bool run_first(Exec *exec, Batch *batch, uint32_t set, const volatile int *stop) {
    for (int32_t at = 1; set >> at; at++) {
        if (!(set >> at & 1)) continue;
        if (__atomic_load_n(stop, __ATOMIC_RELAXED)) return false;
        if (!exec_run_whole(exec, &batch->plan->tasks[batch->next_task + at], batch->nodes)) {
            exec->starved = false; /* in its turn it is told */
            return false;
        }
        batch->ahead |= (uint32_t)NEXT << at;
    }
    return true;
}

/* Finds the buffers of all; whose are not to be had leaves the group. */
static void bind_group(Exec *exec, const Batch *batch, Group *group) {
    int count = 0;
    for (int i = 0; i < group->count; i++) {
        Member *member = &group->members[count];
        BesideTask *beside = &group->tasks[count];
        const PlanTask *task = &batch->plan->tasks[batch->next_task + group->members[i].at];
        *member = group->members[i];
        *beside = (BesideTask){.error = &member->error};
        if (exec_bind_library(exec, &batch->nodes[task->nodes[0]], (TaskPart){.begin = 0},
                              &beside->task))
            continue;
        exec_watch(exec, &member->watcher, &member->watch);
        beside->task.watch = &member->watch;
        count++;
    }
    group->count = count;
    exec->starved = false; /* whoever left tries again when it is alone */
    error_clear(&exec->work);
}

/* What a task left; one that found no memory beside the others tries again. */
static void end_member(Exec *exec, Batch *batch, Member *member, const BesideTask *beside) {
    PlanTask *task = &batch->plan->tasks[batch->next_task + member->at];
    if (beside->status == ARR_MEMORY) return;
    if (beside->status) exec->work.error = member->error;
    TaskSpan span = {beside->lane, beside->start, beside->end,
                     exec_count_library(exec, &batch->nodes[task->nodes[0]])};
    exec_end_task(exec, task, batch->nodes, beside->status, &member->watcher, &span);
    batch->ahead |= (uint32_t)NEXT << member->at;
    exec->stats.beside++;
}

static void end_group(Exec *exec, Batch *batch, Group *group) {
    for (int i = 0; i < group->count; i++)
        end_member(exec, batch, &group->members[i], &group->tasks[i]);
}

bool exec_run_beside(Exec *exec, Batch *batch, const volatile int *stop) {
    const DeviceClass *class = exec->device->class;
    uint32_t first;
    int64_t least;
    if (!class->run_beside || !exec->queue.running) return false;
    if (!exec->group && !(exec->group = heap_alloc(&exec->work.heap, sizeof *exec->group)))
        return false;
    Group *group = exec->group;
    find_group(exec, batch, group, &first);
    if (group->count < 2) return false;
    if (!exec->config.limits_tiny &&
        !is_faster(group, class->threads(exec->device, INT64_MAX, &least)))
        return false;
    if (!run_first(exec, batch, first, stop)) return false;
    bind_group(exec, batch, group);
    if (group->count < 2 || !class->run_beside(exec->device, group->tasks, group->count))
        return false;
    end_group(exec, batch, group);
    return batch->ahead & NEXT;
}

void exec_group_free(Exec *exec) {
    if (exec->group) heap_free(&exec->base->heap, exec->group, sizeof *exec->group);
}
