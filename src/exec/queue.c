/* The worker thread and its queue (see executor.h). */
#include <signal.h>
#include <time.h>

#include "../base/schedule.h"
#include "stream.h"

enum {
    MOST_QUEUED_NODES = 1 << 14, /* then recording waits: memory must not fill with plans */
    SECOND = 1000000000,         /* in ns, as are: */
    LOOK_AROUND = 20000000       /* how long an interrupt may go unseen */
};

static void init_locks(Queue *queue) {
    pthread_condattr_t steady; /* a clock that nobody sets */
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->work, NULL);
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_cond_init(&queue->progress, &steady);
    pthread_condattr_destroy(&steady);
}

void queue_init(Queue *queue) {
    *queue = (Queue){.wake_at = INT64_MAX};
    init_locks(queue);
}

void queue_forget_thread(Queue *queue) {
    queue->started = false;
    init_locks(queue);
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

/* Under the lock, which is given back while the first batch runs. */
static void run_first(Exec *exec) {
    Queue *queue = &exec->queue;
    Batch *batch = queue->first;
    __atomic_store_n(&queue->running, true, __ATOMIC_RELEASE);
    pthread_mutex_unlock(&queue->lock);
    exec->may_starve = !queue->last_try;
    bool ended = exec_run_batch(exec, batch, &queue->stop);
    schedule_jitter();
    pthread_mutex_lock(&queue->lock);
    exec->may_starve = false;
    if (!ended && exec->starved) queue->starved = true;
    exec->starved = false;
    if (ended) {
        queue->last_try = false;
        finish_first(queue);
        if (queue->first && queue->finished >= queue->wake_at && exec->device->class->mark)
            exec->device->class->mark(exec->device);
    }
    __atomic_store_n(&queue->running, false, __ATOMIC_RELEASE); /* the queue is whole again */
    if (!ended || queue->stop || !queue->first || queue->finished >= queue->wake_at)
        pthread_cond_signal(&queue->progress);
}

static void *work(void *user) {
    Exec *exec = user;
    Queue *queue = &exec->queue;
    pthread_mutex_lock(&queue->lock);
    while (!queue->quit) {
        if (queue->first && !queue->stop && !queue->starved) run_first(exec);
        else pthread_cond_wait(&queue->work, &queue->lock);
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

/* A child after a fork has no thread for what waits there. */
static bool has_thread(Exec *exec) {
    return exec->queue.started || (exec->queue.first && start_thread(exec));
}

/* No thread can be had: the batches run here and now. */
static void run_here(Exec *exec, const volatile int *stop) {
    Queue *queue = &exec->queue;
    bool ended = true;
    while (queue->first && ended) {
        ended = exec_run_batch(exec, queue->first, stop);
        if (ended) finish_first(queue);
    }
}

/* Under the lock, which is given back: the device may use the host's thread. */
static void offer_host(Exec *exec) {
    const DeviceClass *class = exec->device->class;
    if (!class->host_waits) return;
    pthread_mutex_unlock(&exec->queue.lock);
    class->host_waits(exec->device);
    pthread_mutex_lock(&exec->queue.lock);
}

/* Under the lock: memory was short. What batches that have ended held goes
 * back, then the worker tries once more. */
static void feed(Exec *exec) {
    Queue *queue = &exec->queue;
    if (!queue->starved) return;
    pthread_mutex_unlock(&queue->lock);
    exec_retire_done(exec);
    pthread_mutex_lock(&queue->lock);
    queue->starved = false;
    queue->last_try = true;
    pthread_cond_signal(&queue->work);
}

/* What the host is told while its thread waits. */
typedef struct Waiting {
    int64_t began, told; /* ns */
    int64_t done;        /* cost_done then */
} Waiting;

/* Under the lock, which is given back: now and then, from the first second on. */
static void tell_progress(Exec *exec, Waiting *waiting) {
    enum { FIRST = SECOND, EACH = SECOND / 5 };
    int64_t now = exec->config.progress ? clock_now() : 0;
    if (now == 0 || now - waiting->began < FIRST || now - waiting->told < EACH) return;
    double done = (double)(__atomic_load_n(&exec->cost_done, __ATOMIC_RELAXED) - waiting->done);
    double all = (double)(exec->cost_queued - waiting->done);
    double part = all > done && all > 0 ? done / all : 0.99;
    double left = part > 0 ? (double)(now - waiting->began) * 1e-9 * (1 - part) / part : 0;
    waiting->told = now;
    pthread_mutex_unlock(&exec->queue.lock);
    exec->config.progress(exec->config.progress_user, part, left);
    pthread_mutex_lock(&exec->queue.lock);
}

/* Under the lock: until a batch has ended or there is an interrupt, which
 * wakes nobody: a signal handler may set it. */
static void sleep_until(Exec *exec, int64_t number) {
    Queue *queue = &exec->queue;
    int64_t start = profile_start(exec->profile);
    Waiting waiting = {0};
    if (exec->config.progress)
        waiting = (Waiting){clock_now(), 0, __atomic_load_n(&exec->cost_done, __ATOMIC_RELAXED)};
    queue->wake_at = number;
    while (queue->first && queue->finished < number &&
           !__atomic_load_n(&exec->base->interrupted, __ATOMIC_RELAXED)) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += LOOK_AROUND;
        until.tv_sec += until.tv_nsec / SECOND;
        until.tv_nsec %= SECOND;
        feed(exec);
        pthread_cond_timedwait(&queue->progress, &queue->lock, &until);
        offer_host(exec);
        tell_progress(exec, &waiting);
    }
    if (waiting.told) exec->config.progress(exec->config.progress_user, 1, 0);
    queue->wake_at = INT64_MAX;
    if (exec->profile) exec->profile->waited += clock_now() - start;
}

void queue_push(Exec *exec, Batch *batches) {
    Queue *queue = &exec->queue;
    bool threaded = queue->started || start_thread(exec);
    schedule_jitter();
    pthread_mutex_lock(&queue->lock);
    feed(exec);
    if (threaded && queue->queued_nodes > MOST_QUEUED_NODES)
        sleep_until(exec, (queue->finished + queue->last->number) / 2);
    if (queue->last) queue->last->next = batches;
    else queue->first = batches;
    for (Batch *batch = batches; batch; batch = batch->next) {
        queue->last = batch;
        queue->queued_nodes += batch->count;
    }
    pthread_cond_signal(&queue->work);
    pthread_mutex_unlock(&queue->lock);
    if (!threaded) run_here(exec, &exec->base->interrupted);
}

void queue_wait(Exec *exec, int64_t number) {
    Queue *queue = &exec->queue;
    schedule_jitter();
    if (schedule_is_planted("wait")) return;
    if (!has_thread(exec)) {
        run_here(exec, &exec->base->interrupted);
        return;
    }
    pthread_mutex_lock(&queue->lock);
    sleep_until(exec, number);
    pthread_mutex_unlock(&queue->lock);
}

void queue_drain(Exec *exec) {
    static const int never = 0;
    Queue *queue = &exec->queue;
    if (!has_thread(exec)) run_here(exec, &never);
    pthread_mutex_lock(&queue->lock);
    while (queue->first) {
        feed(exec);
        pthread_cond_wait(&queue->progress, &queue->lock);
    }
    pthread_mutex_unlock(&queue->lock);
}

void queue_hold(Exec *exec) {
    Queue *queue = &exec->queue;
    pthread_mutex_lock(&queue->lock);
    __atomic_store_n(&queue->stop, queue->stop + 1, __ATOMIC_RELAXED);
    while (queue->running) pthread_cond_wait(&queue->progress, &queue->lock);
    pthread_mutex_unlock(&queue->lock);
}

void queue_go_on(Exec *exec) {
    Queue *queue = &exec->queue;
    pthread_mutex_lock(&queue->lock);
    __atomic_store_n(&queue->stop, queue->stop - 1, __ATOMIC_RELAXED);
    pthread_cond_signal(&queue->work);
    pthread_mutex_unlock(&queue->lock);
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
        __atomic_store_n(&queue->stop, 1, __ATOMIC_RELAXED);
        pthread_cond_signal(&queue->work);
        pthread_mutex_unlock(&queue->lock);
        pthread_join(queue->thread, NULL);
    }
    while (queue->first) {
        stream_drop(exec, queue->first);
        finish_first(queue);
    }
}
