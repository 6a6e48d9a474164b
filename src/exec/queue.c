/* The worker thread and its queue (see executor.h). */
#include <signal.h>

#include "executor.h"

enum { MOST_QUEUED_NODES = 1 << 14 }; /* then recording waits: memory must not fill with plans */

void queue_init(Queue *queue) {
    *queue = (Queue){.wake_at = INT64_MAX,
                     .lock = PTHREAD_MUTEX_INITIALIZER,
                     .work = PTHREAD_COND_INITIALIZER,
                     .progress = PTHREAD_COND_INITIALIZER};
}

/* Under the lock: the first batch ended. */
static void finish_first(Queue *queue) {
    Batch *batch = queue->first;
    queue->first = batch->next;
    if (!queue->first) queue->last = NULL;
    queue->queued_nodes -= batch->count;
    queue->finished = batch->number;
    batch->next = queue->done;
    queue->done = batch;
}

static void *work(void *user) {
    Exec *exec = user;
    Queue *queue = &exec->queue;
    pthread_mutex_lock(&queue->lock);
    while (!queue->quit) {
        if (!queue->first || queue->paused) {
            pthread_cond_wait(&queue->work, &queue->lock);
            continue;
        }
        Error error = {.class = ERROR_NONE};
        pthread_mutex_unlock(&queue->lock);
        bool ended = exec_run_batch(exec, queue->first, &error);
        pthread_mutex_lock(&queue->lock);
        if (error.class != ERROR_NONE && queue->error.class == ERROR_NONE) queue->error = error;
        if (ended) finish_first(queue);
        else queue->paused = true;
        if (queue->paused || !queue->first || queue->finished >= queue->wake_at)
            pthread_cond_signal(&queue->progress);
    }
    pthread_mutex_unlock(&queue->lock);
    return NULL;
}

/* Signals are the host's business: the worker blocks them all. */
static bool start_thread(Exec *exec) {
    sigset_t all, before;
    exec->base->heap.shared = true;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    exec->queue.started = pthread_create(&exec->queue.thread, NULL, work, exec) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return exec->queue.started;
}

/* No thread can be had: the batch runs here and now. */
static void run_here(Exec *exec) {
    Queue *queue = &exec->queue;
    Error error = {.class = ERROR_NONE};
    bool ended = exec_run_batch(exec, queue->first, &error);
    if (error.class != ERROR_NONE && queue->error.class == ERROR_NONE) queue->error = error;
    if (ended) finish_first(queue);
    else queue->paused = true;
}

/* Under the lock: until a batch has ended, or the worker paused. */
static void sleep_until(Queue *queue, int64_t number) {
    queue->wake_at = number;
    while (queue->first && queue->finished < number && !queue->paused)
        pthread_cond_wait(&queue->progress, &queue->lock);
    queue->wake_at = INT64_MAX;
}

void queue_push(Exec *exec, Batch *batches) {
    Queue *queue = &exec->queue;
    bool threaded = queue->started || start_thread(exec);
    pthread_mutex_lock(&queue->lock);
    if (threaded && queue->queued_nodes > MOST_QUEUED_NODES)
        sleep_until(queue, (queue->finished + queue->last->number) / 2);
    if (queue->last) queue->last->next = batches;
    else queue->first = batches;
    for (Batch *batch = batches; batch; batch = batch->next) {
        queue->last = batch;
        queue->queued_nodes += batch->count;
    }
    queue->paused = false;
    pthread_cond_signal(&queue->work);
    pthread_mutex_unlock(&queue->lock);
    while (!threaded && queue->first && !queue->paused) run_here(exec);
}

void queue_wait(Exec *exec, int64_t number) {
    Queue *queue = &exec->queue;
    pthread_mutex_lock(&queue->lock);
    queue->paused = false;
    pthread_cond_signal(&queue->work);
    if (queue->started) sleep_until(queue, number);
    pthread_mutex_unlock(&queue->lock);
    while (!queue->started && queue->first && !queue->paused) run_here(exec);
}

void queue_take_error(Exec *exec, Error *error) {
    pthread_mutex_lock(&exec->queue.lock);
    *error = exec->queue.error;
    exec->queue.error.class = ERROR_NONE;
    pthread_mutex_unlock(&exec->queue.lock);
}

bool queue_is_idle(Exec *exec) {
    pthread_mutex_lock(&exec->queue.lock);
    bool idle = exec->queue.first == NULL;
    pthread_mutex_unlock(&exec->queue.lock);
    return idle;
}

Batch *queue_take_done(Exec *exec) {
    pthread_mutex_lock(&exec->queue.lock);
    Batch *done = exec->queue.done;
    exec->queue.done = NULL;
    pthread_mutex_unlock(&exec->queue.lock);
    return done;
}

void queue_close(Exec *exec) {
    Queue *queue = &exec->queue;
    if (queue->started) {
        pthread_mutex_lock(&queue->lock);
        queue->quit = true;
        pthread_cond_signal(&queue->work);
        pthread_mutex_unlock(&queue->lock);
        pthread_join(queue->thread, NULL);
    }
    while (queue->first) finish_first(queue);
}
