/* The public functions that open, run and close an interpreter. Everything a
 * state owns is made in arr_open and given back in arr_close, in the opposite
 * order; arr_close also ends a state that was only half opened. */
#define _GNU_SOURCE /* pthread_getattr_np, gettid */

#include "api.h"
#include "code.h"
#include "doctor.h"
#include "error_text.h"
#include "eval.h"
#include "types.h"
#include "warnings.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    WINDOW_SIZE = 1024,         /* nodes, unless the host says otherwise: they stay in the cache */
    DRAWS_HERE = 1024,          /* some 5 us of work */
    STACK_RESERVE = 192 * 1024, /* most that is kept for the C functions that eval calls */
    STACK_UNKNOWN = 64 * 1024   /* used of a stack whose size nobody tells */
};

void state_notice(ArrState *state, const char *text, int64_t length) {
    if (state->notice_fn && length > 0) state->notice_fn(state->notice_user, text, (size_t)length);
}

void state_write(ArrState *state, const char *text, int64_t length) {
    if (state->write_fn && length > 0) state->write_fn(state->write_user, text, (size_t)length);
}

/* --- what exec asks of its host -------------------------------------------- */

static void notice(void *user, const char *text, size_t length) {
    ArrState *state = user;
    if (state->notice_fn) state->notice_fn(state->notice_user, text, length);
}

static void warn(void *user, Span where, const char *text) {
    state_warn(user, where, "RuntimeWarning", text);
}

static void locate(void *user, Span span, char *text, size_t size) {
    const Source *source = source_of(user, span);
    if (!source) {
        snprintf(text, size, "?");
        return;
    }
    snprintf(text, size, "%s:%lld", source->name,
             (long long)source_position(source, span.start).line);
}

/* --- opening and closing --------------------------------------------------- */

static char *copy_bytes(Heap *heap, const char *bytes, size_t length) {
    char *copy = heap_alloc(heap, length + 1);
    if (!copy) return NULL;
    if (length) memcpy(copy, bytes, length);
    copy[length] = 0;
    return copy;
}

static void free_string(Heap *heap, char *string) {
    if (string) heap_free(heap, string, strlen(string) + 1);
}

static ArrStatus copy_arguments(ArrState *state, const ArrConfig *config) {
    Heap *heap = &state->base.heap;
    if (config->argc <= 0 || !config->argv) return ARR_OK;
    state->argv = heap_alloc_zeroed(heap, (size_t)config->argc * sizeof *state->argv);
    if (!state->argv) return ARR_MEMORY;
    state->argc = config->argc;
    for (int i = 0; i < config->argc; i++) {
        state->argv[i] = copy_bytes(heap, config->argv[i], strlen(config->argv[i]));
        if (!state->argv[i]) return ARR_MEMORY;
    }
    return ARR_OK;
}

/* -1: no such word. */
int state_read_streaming(const char *word) {
    static const char *const words[] = {"relaxed", "off", "strict"};
    for (int i = 0; word && i < 3; i++)
        if (strcmp(words[i], word) == 0) return i;
    return word ? -1 : STREAMING_RELAXED;
}

static ArrStatus open_exec(ArrState *state, const ArrConfig *config) {
    int streaming = state_read_streaming(config->streaming);
    if (streaming < 0) return ARR_MISUSE;
    ExecConfig exec = {.device = config->device,
                       .device_memory = config->device_memory,
                       .kernel_cache = config->kernel_cache,
                       .tuning = config->tuning,
                       .threads = config->threads,
                       .no_fuse = config->no_fuse,
                       .limits_tiny = config->limits_tiny,
                       .plan = config->plan,
                       .no_sync = config->no_sync,
                       .late_errors = config->late_errors,
                       .streaming = (Streaming)streaming,
                       .profile = config->profile,
                       .verbose = config->verbose,
                       .jit = config->jit,
                       .jit_module = config->jit_module,
                       .user = state,
                       .notice = notice,
                       .warn = warn,
                       .draw = config->draw_fn,
                       .draw_user = config->draw_user,
                       .progress = config->progress_fn,
                       .progress_user = config->progress_user,
                       .locate = locate};
    return exec_open(&state->graph, &exec, &state->exec);
}

static ArrStatus open_tables(ArrState *state) {
    ArrStatus status = builtins_open(state);
    if (status == ARR_OK) builtins_fast_open(state);
    if (status == ARR_OK) status = numpy_open(state);
    if (status == ARR_OK) status = types_open(state);
    if (status == ARR_OK) status = methods_open(state);
    if (status == ARR_OK) status = modules_open(state);
    if (status == ARR_OK) status = library_open(state);
    if (status == ARR_OK) status = numpy_open_aliases(state);
    return status;
}

static int64_t window_size(const ArrConfig *config) {
    if (config->window_size > 0) return config->window_size;
    return config->limits_tiny ? 1 : WINDOW_SIZE;
}

/* Fills a zeroed state. */
static ArrStatus open_parts(ArrState *state, const ArrConfig *config) {
    state->base.span = state->base.call = (Span){.source = SPAN_NONE};
    state->globals.state = state->library.state = state;
    state->print_options = format_defaults;
    state->formatter = (struct PrintFormatter){state, value_none()};
    state->warnings = (WarningSettings){FLOAT_MODES_DEFAULT, FLOAT_WARN};
    state->write_fn = config->write_fn;
    state->write_user = config->write_user;
    state->notice_fn = config->notice_fn;
    state->notice_user = config->notice_user;
    state->no_print = config->no_print;
    state->immediate_errors = config->immediate_errors;
    state->draws_here = config->limits_tiny ? 1 : DRAWS_HERE;
    state->error_text = state->stats_text = state->name_text = text_new(&state->base.heap);
    graph_init(&state->graph, &state->base, window_size(config));
    ArrStatus status = open_exec(state, config);
    if (status == ARR_OK) status = copy_arguments(state, config);
    if (status == ARR_OK) status = open_tables(state);
    return status;
}

ArrStatus arr_open(const ArrConfig *config, ArrState **result) {
    static const ArrConfig defaults = {.size = sizeof defaults};
    if (!result) return ARR_MISUSE;
    *result = NULL;
    if (!config) config = &defaults;
    if (config->size != sizeof *config) return ARR_MISUSE;
    Heap heap;
    heap_init(&heap, config->realloc_fn, config->realloc_user, config->memory_limit);
    ArrState *state = heap_alloc_zeroed(&heap, sizeof *state);
    if (!state) return ARR_MEMORY;
    state->base.heap = heap;
    ArrStatus status = open_parts(state, config);
    if (status == ARR_OK) *result = state;
    else arr_close(state);
    return status;
}

static void free_source(Heap *heap, Source *source) {
    free_string(heap, source->name);
    if (source->text) heap_free(heap, source->text, (size_t)source->length + 1);
}

/* Values first, since arrays give buffers back to exec; exec before the graph. */
void arr_close(ArrState *state) {
    if (!state || state->running) return;
    if (state->exec && !exec_is_whole(state->exec)) return; /* a child's copy, in pieces */
    state->running = true; /* the host's release functions are refused */
    Heap *heap = &state->base.heap;
    globals_free(&state->globals);
    globals_free(&state->library);
    names_free(state, &state->builtins);
    names_free(state, &state->numpy);
    names_free(state, &state->methods);
    for (int i = 0; i < 3; i++) names_free(state, &state->generator_methods[i]);
    for (int i = 0; i < HOST_METHODS_COUNT; i++) names_free(state, &state->host_methods[i]);
    value_release(state, state->random);
    value_release(state, state->formatter.functions);
    types_close(state);
    value_release(state, state->raised);
    for (int i = 0; i < ERROR_CLASS_COUNT; i++) value_release(state, state->error_classes[i]);
    for (int i = 0; i < MODULE_COUNT; i++) value_release(state, state->modules[i]);
    object_free_all(state);
    code_stack_free(state);
    exec_close(state->exec);
    graph_free(&state->graph);
    for (int32_t i = 0; i < state->source_count; i++) free_source(heap, &state->sources[i]);
    heap_free(heap, state->sources, (size_t)state->source_capacity * sizeof *state->sources);
    for (int i = 0; i < state->argc; i++) free_string(heap, state->argv[i]);
    if (state->argv) heap_free(heap, state->argv, (size_t)state->argc * sizeof *state->argv);
    warnings_forget(state);
    text_free(&state->error_text);
    text_free(&state->stats_text);
    text_free(&state->name_text);
    doctor_close(state);
    Heap last = *heap;
    heap_free(&last, state, sizeof *state);
}

/* --- the stack -------------------------------------------------------------- */

/* The bounds of this thread's stack; false: the system does not know them. */
static bool stack_bounds(char **low, char **high) {
    pthread_attr_t attributes;
    void *start;
    size_t size;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return false;
    bool known = pthread_attr_getstack(&attributes, &start, &size) == 0;
    pthread_attr_destroy(&attributes);
    if (!known) return false;
    *low = start;
    *high = *low + size;
    return true;
}

/* Asking costs the main thread a look into /proc; only its stack never moves. */
static char *stack_limit(ArrState *state) {
    char *here = __builtin_frame_address(0);
    char *low = state->main_stack_low, *high = state->main_stack_high;
    if (here < low || here >= high) {
        bool inside = stack_bounds(&low, &high) && here >= low && here < high;
        if (!inside) return here - STACK_UNKNOWN; /* a stack of the host's own making */
        if (getpid() == gettid()) {
            state->main_stack_low = low;
            state->main_stack_high = high;
        }
    }
    int64_t reserve = (high - low) / 3;
    return low + (reserve < STACK_RESERVE ? reserve : STACK_RESERVE);
}

/* --- sources ---------------------------------------------------------------- */

static void drop_last_source(ArrState *state) {
    free_source(&state->base.heap, &state->sources[--state->source_count]);
    state->last_source_spare = false;
}

/* The newest source of this name and text, or -1. */
static int32_t find_source(const ArrState *state, const char *name, const char *text,
                           size_t length) {
    for (int32_t i = state->source_count - 1; i >= 0; i--) {
        const Source *source = &state->sources[i];
        if (source->length == (int64_t)length && memcmp(source->text, text, length) == 0 &&
            strcmp(source->name, name) == 0)
            return i;
    }
    return -1;
}

/* Keeps a copy of a text: spans, and so errors and nodes, refer to it for good.
 * A host that runs the same texts again and again keeps each once. */
static ArrStatus add_source(ArrState *state, const char *name, const char *text, size_t length,
                            int32_t *index) {
    Heap *heap = &state->base.heap;
    if (state->last_source_spare) drop_last_source(state);
    *index = find_source(state, name, text, length);
    if (*index >= 0) return ARR_OK;
    int64_t capacity = state->source_capacity;
    if (!heap_grow(heap, &state->sources, &capacity, state->source_count + 1,
                   sizeof *state->sources))
        return error_memory(&state->base, (int64_t)sizeof *state->sources, "a source text");
    state->source_capacity = (int32_t)capacity;
    Source source = {.name = copy_bytes(heap, name, strlen(name)),
                     .text = copy_bytes(heap, text, length),
                     .length = (int64_t)length};
    if (!source.name || !source.text) {
        free_source(heap, &source);
        return error_memory(&state->base, source.length, "a source text");
    }
    *index = state->source_count;
    state->sources[state->source_count++] = source;
    state->last_source_spare = true;
    return ARR_OK;
}

ArrStatus api_parse(ArrState *state, const char *name, const char *text, size_t length,
                    Program **program) {
    int32_t index;
    if (length >= SPAN_NONE)
        return error_set(&state->base, ERROR_OVERFLOW, "a source text has at most 4 GiB");
    ArrStatus status = add_source(state, name, text, length, &index);
    if (status != ARR_OK) return status;
    const Source *source = &state->sources[index];
    int64_t start = profile_start(exec_profile(state->exec));
    status = program_parse(&state->base, &state->globals, (uint32_t)index, source->text,
                           source->length, program);
    profile_add(exec_profile(state->exec), PROFILE_PARSE, name, (Span){(uint32_t)index, 0, 0},
                start, (int64_t)length);
    return status;
}

/* --- running ---------------------------------------------------------------- */

ArrStatus api_enter(ArrState *state) {
    if (!state || state->running) return ARR_MISUSE;
    error_clear(&state->base);
    state->base.span = (Span){.source = SPAN_NONE};
    if (!exec_is_whole(state->exec))
        return error_set(&state->base, ERROR_RUNTIME,
                         "the process was forked while the state's work was running: this copy of "
                         "it cannot be used (see arr_before_fork)");
    state->running = true;
    state->stack_limit = stack_limit(state);
    return ARR_OK;
}

/* An error of the call itself comes before those of work it left pending. */
ArrStatus api_leave(ArrState *state, ArrStatus status) {
    if (exec_borrows(state->exec)) {
        Error error = state->base.error;
        ArrStatus settled = exec_settle(state->exec);
        if (status == ARR_OK) status = settled;
        else state->base.error = error;
    }
    state->running = false;
    return status;
}

/* A program that stops, and a prompt's entry that ends, tells what failed
 * before on data instead. After Ctrl-C nobody waits to know it. */
static ArrStatus observe(ArrState *state, ArrStatus status) {
    Error error = state->base.error;
    ArrStatus earlier = status == ARR_INTERRUPTED ? exec_tell_known(state->exec)
                                                  : exec_observe(state->exec);
    if (earlier != ARR_OK) return earlier;
    state->base.error = error;
    return status;
}

static ArrStatus run(ArrState *state, const char *name, const char *text, size_t length,
                     bool echo) {
    ArrStatus status = api_enter(state);
    if (status != ARR_OK) return status;
    if (!text && length > 0) return api_leave(state, api_misuse(state, "the text is NULL"));
    Program *program;
    status = api_parse(state, name ? name : "<string>", text ? text : "", length, &program);
    if (status != ARR_OK) return api_leave(state, status);
    state->last_source_spare = false;
    status = base_check_interrupt(&state->base);
    state->graph.watched = echo; /* at the prompt, errors come at their statements */
    if (status == ARR_OK) status = eval_program(state, program, echo);
    state->graph.watched = false;
    if (status != ARR_OK || echo) status = observe(state, status);
    program_release(program);
    return api_leave(state, status);
}

ArrStatus arr_eval(ArrState *state, const char *name, const char *text, size_t length) {
    return run(state, name, text, length, false);
}

ArrStatus arr_eval_echo(ArrState *state, const char *name, const char *text, size_t length) {
    return run(state, name, text, length, true);
}

ArrStatus arr_check(ArrState *state, const char *name, const char *text, size_t length) {
    ArrStatus status = api_enter(state);
    if (status != ARR_OK) return status;
    if (!text && length > 0) return api_leave(state, api_misuse(state, "the text is NULL"));
    Program *program;
    status = api_parse(state, name ? name : "<string>", text ? text : "", length, &program);
    if (status == ARR_OK) program_release(program);
    return api_leave(state, status);
}

ArrStatus arr_flush(ArrState *state) {
    ArrStatus status = api_enter(state);
    return status == ARR_OK ? api_leave(state, exec_start_idle(state->exec)) : status;
}

ArrStatus arr_wait(ArrState *state) {
    ArrStatus status = api_enter(state);
    return status == ARR_OK ? api_leave(state, exec_flush(state->exec)) : status;
}

ArrStatus arr_finish(ArrState *state) {
    ArrStatus status = api_enter(state);
    return status == ARR_OK ? api_leave(state, exec_finish(state->exec)) : status;
}

ArrStatus arr_before_fork(ArrState *state) {
    ArrStatus status = api_enter(state);
    if (status != ARR_OK) return status;
    exec_before_fork(state->exec);
    state->forks = true;
    return ARR_OK;
}

void arr_after_fork(ArrState *state) {
    if (!state || !state->forks) return;
    exec_after_fork(state->exec);
    state->forks = state->running = false;
}

void arr_interrupt(ArrState *state) {
    if (state) __atomic_store_n(&state->base.interrupted, 1, __ATOMIC_RELAXED);
}

/* --- what happened ----------------------------------------------------------- */

const char *arr_error_text(ArrState *state) {
    if (!state) return "";
    text_free(&state->error_text);
    error_text_render(state, &state->error_text);
    if (state->error_text.failed) return state->base.error.message;
    return text_string(&state->error_text);
}

const char *arr_error_class(ArrState *state) {
    return state ? error_class_name(state->base.error.class) : "";
}

int arr_exit_code(ArrState *state) {
    return state ? state->base.error.exit_code : 0;
}

const char *arr_version_text(void) {
    return "arr " ARR_VERSION "\ncpu\n"
#ifndef ARR_NO_CUDA
           "cuda (a GPU's driver and NVRTC are opened when asked for)\n"
#endif
           "null\n";
}
