/* The profile (see profile.h): events are kept as they end, and written out
 * when the host asks. */
#include "profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_EVENTS = 1 << 19, /* then only sums are kept: 50 MB say enough of any program */
    TOP_TASKS = 10
};

static const char *const lane_names[] = {
#define X(id, name) name,
    PROFILE_LANES(X)
#undef X
};

Profile *profile_new(Heap *heap) {
    Profile *profile = heap_alloc_zeroed(heap, sizeof *profile);
    if (!profile) return NULL;
    profile->heap = heap;
    profile->began = profile->compiled = clock_now();
    profile->lanes = PROFILE_LANE_COUNT;
    pthread_mutex_init(&profile->lock, NULL);
    return profile;
}

void profile_free(Profile *profile) {
    if (!profile) return;
    Heap *heap = profile->heap;
    heap_free(heap, profile->events, (size_t)profile->capacity * sizeof *profile->events);
    pthread_mutex_destroy(&profile->lock);
    heap_free(heap, profile, sizeof *profile);
}

void profile_add_span(Profile *profile, int lane, const char *name, Span where, int64_t start,
                      int64_t end, int64_t bytes) {
    pthread_mutex_lock(&profile->lock);
    if (lane < PROFILE_LANE_COUNT) profile->busy[lane] += end - start;
    if (lane >= profile->lanes) profile->lanes = lane + 1;
    if (profile->count < MOST_EVENTS && heap_grow(profile->heap, &profile->events, &profile->capacity,
                                                  profile->count + 1, sizeof *profile->events)) {
        ProfileEvent *event = &profile->events[profile->count++];
        *event = (ProfileEvent){start - profile->began, end - profile->began, bytes, where,
                                (uint8_t)lane, ""};
        snprintf(event->name, sizeof event->name, "%s", name);
    } else {
        profile->lost++;
    }
    pthread_mutex_unlock(&profile->lock);
}

/* --- the trace -------------------------------------------------------------- */

static void add_json_string(Text *text, const char *string) {
    text_addc(text, '"');
    for (const unsigned char *p = (const unsigned char *)string; *p; p++) {
        if (*p == '"' || *p == '\\') text_addc(text, '\\');
        if (*p < 0x20) text_addf(text, "\\u%04x", *p);
        else text_addc(text, (char)*p);
    }
    text_addc(text, '"');
}

static void add_event(Text *text, const ProfileEvent *event, void *user, LocateFn locate) {
    char place[128] = "";
    if (locate && event->where.source != SPAN_NONE) locate(user, event->where, place, sizeof place);
    text_addf(text, ",\n{\"ph\":\"X\",\"pid\":1,\"tid\":%d,\"ts\":%.3f,\"dur\":%.3f,\"name\":",
              event->lane + 1, (double)event->start * 1e-3,
              (double)(event->end - event->start) * 1e-3);
    add_json_string(text, event->name);
    text_addf(text, ",\"args\":{\"bytes\":%lld,\"at\":", (long long)event->bytes);
    add_json_string(text, place);
    text_adds(text, "}}");
}

static void add_lane(Text *text, int lane) {
    char beside[32];
    snprintf(beside, sizeof beside, "tasks beside it, %d", lane - PROFILE_WORKER);
    text_addf(text,
              ",\n{\"ph\":\"M\",\"pid\":1,\"tid\":%d,\"name\":\"thread_name\","
              "\"args\":{\"name\":\"%s\"}},\n{\"ph\":\"M\",\"pid\":1,\"tid\":%d,"
              "\"name\":\"thread_sort_index\",\"args\":{\"sort_index\":%d}}",
              lane + 1, lane < PROFILE_LANE_COUNT ? lane_names[lane] : beside, lane + 1, lane);
}

void profile_json(Profile *profile, Text *text, void *user, LocateFn locate) {
    text_adds(text, "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n"
                    "{\"ph\":\"M\",\"pid\":1,\"name\":\"process_name\",\"args\":{\"name\":\"arr\"}}");
    pthread_mutex_lock(&profile->lock);
    for (int lane = 0; lane < profile->lanes; lane++) add_lane(text, lane);
    for (int64_t i = 0; i < profile->count; i++) add_event(text, &profile->events[i], user, locate);
    pthread_mutex_unlock(&profile->lock);
    text_adds(text, "\n]}\n");
}

/* --- the summary ------------------------------------------------------------- */

/* The tasks of one place and name. */
typedef struct TaskSum {
    const ProfileEvent *event;
    int64_t count, nanoseconds, bytes;
} TaskSum;

static bool is_task(const ProfileEvent *event) {
    return event->lane >= PROFILE_INLINE;
}

static int compare_place(const void *a, const void *b) {
    const ProfileEvent *x = ((const TaskSum *)a)->event, *y = ((const TaskSum *)b)->event;
    if (x->where.source != y->where.source) return x->where.source < y->where.source ? -1 : 1;
    if (x->where.start != y->where.start) return x->where.start < y->where.start ? -1 : 1;
    return strcmp(x->name, y->name);
}

static int compare_time(const void *a, const void *b) {
    int64_t x = ((const TaskSum *)a)->nanoseconds, y = ((const TaskSum *)b)->nanoseconds;
    return x < y ? 1 : x > y ? -1 : 0;
}

/* One sum per place and name, the longest first; their number. */
static int64_t sum_tasks(const Profile *profile, TaskSum *sums) {
    int64_t count = 0, kept = 0;
    for (int64_t i = 0; i < profile->count; i++) {
        const ProfileEvent *event = &profile->events[i];
        if (!is_task(event)) continue;
        sums[count++] = (TaskSum){event, 1, event->end - event->start, event->bytes};
    }
    qsort(sums, (size_t)count, sizeof *sums, compare_place);
    for (int64_t i = 0; i < count; i++) {
        if (kept && compare_place(&sums[kept - 1], &sums[i]) == 0) {
            sums[kept - 1].count++;
            sums[kept - 1].nanoseconds += sums[i].nanoseconds;
            sums[kept - 1].bytes += sums[i].bytes;
        } else {
            sums[kept++] = sums[i];
        }
    }
    qsort(sums, (size_t)kept, sizeof *sums, compare_time);
    return kept;
}

static void add_rate(Text *text, int64_t bytes, int64_t nanoseconds, double copy_rate) {
    double rate = nanoseconds ? (double)bytes / (double)nanoseconds : 0;
    text_addf(text, "%6.2f GB/s", rate);
    if (copy_rate > 0) text_addf(text, " (%3.0f%% of copy)", 100e9 * rate / copy_rate);
}

static void add_top(const Profile *profile, double copy_rate, Text *text, void *user,
                    LocateFn locate) {
    size_t size = (size_t)(profile->count ? profile->count : 1) * sizeof(TaskSum);
    TaskSum *sums = heap_alloc(profile->heap, size);
    if (!sums) return;
    int64_t count = sum_tasks(profile, sums);
    if (count) text_adds(text, "profile: the tasks that took most\n");
    for (int64_t i = 0; i < count && i < TOP_TASKS; i++) {
        char place[128] = "?";
        const TaskSum *sum = &sums[i];
        if (locate) locate(user, sum->event->where, place, sizeof place);
        text_addf(text, "  %9.3f ms %7lld x  ", (double)sum->nanoseconds * 1e-6,
                  (long long)sum->count);
        add_rate(text, sum->bytes, sum->nanoseconds, copy_rate);
        text_addf(text, "  %s %s\n", place, sum->event->name);
    }
    heap_free(profile->heap, sums, size);
}

void profile_summary(Profile *profile, int64_t wall, double copy_rate, Text *text, void *user,
                     LocateFn locate) {
    pthread_mutex_lock(&profile->lock);
    const int64_t *busy = profile->busy;
    int64_t interpreter = wall - busy[PROFILE_PARSE] - busy[PROFILE_PLAN] - busy[PROFILE_INLINE] -
                          profile->waited;
    const struct { const char *name; int64_t time; } rows[] = {
        {"parse", busy[PROFILE_PARSE]},
        {"evaluate, record, print", interpreter},
        {"plan", busy[PROFILE_PLAN]},
        {"tasks on the host's thread", busy[PROFILE_INLINE]},
        {"wait for the worker", profile->waited},
    };
    text_addf(text, "profile: %.3f ms in all, on the host's thread\n", (double)wall * 1e-6);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        text_addf(text, "  %9.3f ms %5.1f%%  %s\n", (double)rows[i].time * 1e-6,
                  100.0 * (double)rows[i].time / (double)wall, rows[i].name);
    text_addf(text, "profile: meanwhile\n  %9.3f ms %5.1f%%  tasks on the worker\n",
              (double)busy[PROFILE_WORKER] * 1e-6,
              100.0 * (double)busy[PROFILE_WORKER] / (double)wall);
    if (busy[PROFILE_COMPILE])
        text_addf(text, "  %9.3f ms %5.1f%%  compile native loops\n",
                  (double)busy[PROFILE_COMPILE] * 1e-6,
                  100.0 * (double)busy[PROFILE_COMPILE] / (double)wall);
    if (copy_rate > 0) text_addf(text, "profile: a copy moves %.2f GB/s here\n", copy_rate * 1e-9);
    add_top(profile, copy_rate, text, user, locate);
    if (profile->lost) text_addf(text, "profile: %lld later events are not in the trace\n",
                                 (long long)profile->lost);
    pthread_mutex_unlock(&profile->lock);
}

ProfileTasks profile_most_tasks(Profile *profile) {
    ProfileTasks most = {.count = 0};
    size_t size = (size_t)(profile->count ? profile->count : 1) * sizeof(TaskSum);
    TaskSum *sums = heap_alloc(profile->heap, size);
    if (!sums) return most;
    pthread_mutex_lock(&profile->lock);
    int64_t count = sum_tasks(profile, sums);
    pthread_mutex_unlock(&profile->lock);
    for (int64_t i = 0; i < count; i++) {
        if (sums[i].count <= most.count) continue;
        most.where = sums[i].event->where;
        most.count = sums[i].count;
        most.bytes = sums[i].bytes;
        most.time = sums[i].nanoseconds;
    }
    heap_free(profile->heap, sums, size);
    return most;
}
