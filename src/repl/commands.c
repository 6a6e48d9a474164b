/* The prompt's own commands: lines that begin with % and are not the language's. */
#include "repl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef void (*CommandFn)(Session *session, const char *text);

typedef struct Command {
    const char *name;
    const char *form; /* of what follows it; NULL: nothing */
    CommandFn run;
    const char *help;
} Command;

/* What a command evaluates is bound here, so that somebody can observe it: the
 * name that Python's prompt gives to the last value. */
#define KEPT "_"

/* --- running a text --------------------------------------------------------------- */

static ArrStatus run_text(Session *session, const char *text, size_t length) {
    ArrStatus status = arr_eval(session->state, "<prompt>", text, length);
    return status == ARR_OK ? arr_wait(session->state) : status;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* The text as something whose value is kept, if it is an expression, or as it
 * is; free() it. NULL: it is no program, which was told. */
static char *kept_form(Session *session, const char *text) {
    size_t size = strlen(text) + sizeof KEPT + 8;
    char *form = malloc(size);
    if (!form) return NULL;
    snprintf(form, size, KEPT " = (%s)", text);
    if (arr_check(session->state, "<prompt>", form, strlen(form)) == ARR_OK) return form;
    snprintf(form, size, "%s", text);
    if (arr_check(session->state, "<prompt>", form, strlen(form)) == ARR_OK) return form;
    session_report(session);
    free(form);
    return NULL;
}

/* --- time ----------------------------------------------------------------------------- */

/* "12.3 us" */
static void print_time(double seconds) {
    if (seconds >= 1) printf("%.3g s", seconds);
    else if (seconds >= 1e-3) printf("%.3g ms", seconds * 1e3);
    else printf("%.3g us", seconds * 1e6);
}

/* Where the time of `runs` runs went, for each of them. */
static void print_parts(Session *session, double runs) {
    ArrTimes times;
    if (!arr_profile_times(session->state, &times)) return;
    const struct {
        const char *name;
        int64_t time;
    } rows[] = {{"parse", times.parse}, {"plan", times.plan}, {"run", times.run}, {"wait", times.wait}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        printf("%s%s ", i ? ", " : " (", rows[i].name);
        print_time((double)rows[i].time * 1e-9 / runs);
    }
    puts(")");
}

/* Runs a text under a profile: seconds, or less than 0 after an error that was told. */
static double run_profiled(Session *session, const char *form, int runs) {
    size_t length = strlen(form);
    if (arr_profile_begin(session->state) != ARR_OK) {
        session_report(session);
        return -1;
    }
    double start = now();
    for (int i = 0; i < runs; i++)
        if (run_text(session, form, length) != ARR_OK) {
            session_report(session);
            return -1;
        }
    return now() - start;
}

static void time_once(Session *session, const char *text) {
    char *form = kept_form(session, text);
    if (!form) return;
    double seconds = run_profiled(session, form, 1);
    if (seconds >= 0) {
        session_flush(session);
        print_time(seconds);
        print_parts(session, 1);
    }
    arr_profile_end(session->state);
    arr_value_delete(session->state, KEPT);
    free(form);
}

/* Seconds of one of `runs` runs; less than 0 after an error that was told. */
static double time_runs(Session *session, const char *form, int runs) {
    size_t length = strlen(form);
    double start = now();
    for (int i = 0; i < runs; i++)
        if (run_text(session, form, length) != ARR_OK) {
            session_report(session);
            return -1;
        }
    return (now() - start) / runs;
}

/* As Python's timeit: as many runs as take 0.1 s, the best of five rounds. */
static void time_many(Session *session, const char *text) {
    enum { ROUNDS = 5, MOST_RUNS = 1000000 };
    char *form = kept_form(session, text);
    if (!form) return;
    int runs = 1;
    double seconds = time_runs(session, form, 1); /* plans are made, pages are touched */
    while (seconds >= 0 && (seconds = time_runs(session, form, runs)) >= 0 && seconds * runs < 0.1 &&
           runs < MOST_RUNS)
        runs *= seconds * runs < 0.01 ? 10 : 2;
    double best = seconds;
    for (int i = 1; i < ROUNDS && seconds >= 0; i++) {
        seconds = time_runs(session, form, runs);
        if (seconds < best) best = seconds;
    }
    if (seconds >= 0) {
        int profiled = runs < 1000 ? runs : 1000;
        seconds = run_profiled(session, form, profiled);
        print_time(best);
        printf(" a run, the best of %d x %d", ROUNDS, runs);
        print_parts(session, profiled);
    }
    arr_profile_end(session->state);
    arr_value_delete(session->state, KEPT);
    free(form);
}

/* --- what there is ---------------------------------------------------------------------- */

static void show(const char *text) {
    fputs(text ? text : "memory is short\n", stdout);
}

static void show_plan(Session *session, const char *text) {
    char *form = kept_form(session, text);
    if (!form) return;
    ArrStatus status = arr_wait(session->state); /* only the text's own plans are of interest */
    arr_show_plans(session->state, true);
    if (status == ARR_OK) status = run_text(session, form, strlen(form));
    arr_show_plans(session->state, false);
    if (status != ARR_OK) session_report(session);
    arr_value_delete(session->state, KEPT);
    free(form);
}

static void show_stats(Session *session, const char *text) {
    (void)text;
    show(arr_stats_text(session->state));
}

static void show_settings(Session *session, const char *text) {
    (void)text;
    show(arr_settings_text(session->state));
}

static void set_streaming(Session *session, const char *mode) {
    if (arr_streaming_set(session->state, mode) != ARR_OK) session_report(session);
}

static void show_memory(Session *session, const char *text) {
    (void)text;
    show(arr_memory_text(session->state));
}

static void show_variables(Session *session, const char *text) {
    (void)text;
    show(arr_variables_text(session->state));
}

static void show_commands(Session *session, const char *text);

/* --- the table ------------------------------------------------------------------------------ */

static const Command commands[] = {
    {"plan", "TEXT", show_plan, "run it and show the plans"},
    {"time", "TEXT", time_once, "run it once, and say where the time went"},
    {"timeit", "TEXT", time_many, "run it again and again: the best time, and where it went"},
    {"who", NULL, show_variables, "the variables: type, shape, bytes, device, whether they are ready"},
    {"stats", NULL, show_stats, "what happened since the start"},
    {"memory", NULL, show_memory, "the memory in use and the largest arrays"},
    {"streaming", "off|relaxed|strict", set_streaming, "work in batches: see --streaming"},
    {"config", NULL, show_settings, "the settings in force"},
    {"help", NULL, show_commands, "this list; ?name is about names of the language"},
};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static void show_commands(Session *session, const char *text) {
    (void)session;
    (void)text;
    for (int i = 0; i < COMMAND_COUNT; i++)
        printf("%%%-6s %-4s  %s\n", commands[i].name, commands[i].form ? commands[i].form : "",
               commands[i].help);
}

void command_run(Session *session, const char *line) {
    line += strspn(line, "% \t");
    size_t length = strcspn(line, " \t");
    const char *text = line + length + strspn(line + length, " \t");
    for (int i = 0; i < COMMAND_COUNT; i++) {
        const Command *command = &commands[i];
        if (strlen(command->name) != length || strncmp(command->name, line, length) != 0) continue;
        if (!command->form != !*text) {
            printf("%%%s %s\n", command->name, command->form ? command->form : "takes nothing");
            return;
        }
        session_on_interrupt(INTERRUPT_STATEMENT);
        command->run(session, text);
        session_flush(session);
        session_on_interrupt(INTERRUPT_INPUT);
        return;
    }
    printf("there is no command %%%.*s\n", (int)length, line);
    show_commands(session, "");
}
