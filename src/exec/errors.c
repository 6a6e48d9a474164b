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

int64_t exec_keep_error(Exec *exec, const Error *error, int64_t place) {
    pthread_mutex_lock(&exec->queue.lock);
    int64_t number = ++exec->errors.count;
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

int64_t exec_first_error(Exec *exec) {
    int64_t place = INT64_MAX;
    pthread_mutex_lock(&exec->queue.lock);
    for (int64_t number = oldest(exec); number <= exec->errors.count && place == INT64_MAX; number++)
        if (!kept(exec, number)->told) place = kept(exec, number)->place;
    pthread_mutex_unlock(&exec->queue.lock);
    return place;
}

/* The first is what CPython would have stopped at. */
ArrStatus exec_tell_errors(Exec *exec) {
    ArrStatus status = ARR_OK;
    pthread_mutex_lock(&exec->queue.lock);
    for (int64_t number = oldest(exec); number <= exec->errors.count; number++) {
        KeptError *error = kept(exec, number);
        if (!error->told && !status) status = tell(exec, error);
        error->told = true;
    }
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
