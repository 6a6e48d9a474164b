/* Errors of tasks: kept until they are told, and as long as some array is lost
 * because of them. A store that failed carries its error's number (executor.h). */
#include "executor.h"

static KeptError *kept(Exec *exec, int64_t number) {
    return &exec->errors.ring[number % KEPT_ERRORS];
}

/* The oldest that is still kept. */
static int64_t oldest(const Exec *exec) {
    int64_t number = exec->errors.count - KEPT_ERRORS + 1;
    return number < 1 ? 1 : number;
}

/* The place is about to be another error's. */
static void leave_ring(KeptErrors *errors, const KeptError *old) {
    bool first = errors->first.told || old->place < errors->first.place;
    if (!old->told && first) errors->first = *old;
}

int64_t exec_keep_error(Exec *exec, const Error *error, int64_t place) {
    pthread_mutex_lock(&exec->queue.lock);
    int64_t number = ++exec->errors.count;
    if (number > KEPT_ERRORS) leave_ring(&exec->errors, kept(exec, number));
    *kept(exec, number) = (KeptError){*error, place, false};
    pthread_mutex_unlock(&exec->queue.lock);
    return number;
}

/* Makes a kept error the state's own, and counts it as told. */
static ArrStatus tell(Exec *exec, KeptError *error) {
    error->told = true;
    exec->base->error = error->error;
    return error_status(error->error.class);
}

/* Tasks end in another order than the program's: what CPython would have stopped at is the first
 * by place. NULL: all were told. */
static KeptError *first_untold(Exec *exec) {
    KeptError *first = exec->errors.first.told ? NULL : &exec->errors.first;
    for (int64_t number = oldest(exec); number <= exec->errors.count; number++) {
        KeptError *error = kept(exec, number);
        if (!error->told && (!first || error->place < first->place)) first = error;
    }
    return first;
}

int64_t exec_first_error(Exec *exec) {
    pthread_mutex_lock(&exec->queue.lock);
    const KeptError *first = first_untold(exec);
    int64_t place = first ? first->place : INT64_MAX;
    pthread_mutex_unlock(&exec->queue.lock);
    return place;
}

ArrStatus exec_tell_errors(Exec *exec) {
    pthread_mutex_lock(&exec->queue.lock);
    KeptError *first = first_untold(exec);
    ArrStatus status = first ? tell(exec, first) : ARR_OK;
    exec->errors.first.told = true;
    for (int64_t number = oldest(exec); number <= exec->errors.count; number++)
        kept(exec, number)->told = true;
    pthread_mutex_unlock(&exec->queue.lock);
    if (status != ARR_MEMORY) return status;
    queue_hold(exec);
    exec_hint_largest(exec);
    queue_go_on(exec);
    return status;
}

ArrStatus exec_tell_lost(Exec *exec, const Store *store) {
    ArrStatus status = ARR_OK;
    pthread_mutex_lock(&exec->queue.lock);
    if (store->failed >= oldest(exec)) status = tell(exec, kept(exec, store->failed));
    pthread_mutex_unlock(&exec->queue.lock);
    if (status) {
        error_hint(exec->base, "the array's value was lost then: assign it anew");
        return status;
    }
    return error_set(exec->base, ERROR_RUNTIME,
                     "this array has no value: the work that should have made it failed");
}
