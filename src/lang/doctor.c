/* The doctor's findings (doctor.h): what reading and what running found, and
 * the public functions that tell them. */
#include "doctor.h"

#include <string.h>

#include "api.h"
#include "error_text.h"
#include "eval.h"

enum {
    MANY_MOVES = 4,          /* re-partitions at one place: a loop's */
    FEW_PULLS = 3,           /* in one place: no loop */
    MANY_PRINTS = 100,       /* programs print in loops; this often it costs */
    MANY_TASKS = 1000,       /* from one place, that move less than: */
    SMALL_TASK = 32768       /* bytes: a first-level cache; a task's own cost shows */
};

static const struct {
    const char *code, *what, *rewrite;
} rules[] = {
#define X(code, what, rewrite) {#code, what, rewrite},
    DOCTOR_RULES(X)
#undef X
};

static int64_t line_of(ArrState *state, Span span) {
    const Source *source = source_of(state, span);
    return source ? source_position(source, span.start).line : 0;
}

ArrStatus findings_add(ArrState *state, Findings *findings, Finding finding) {
    int64_t line = line_of(state, finding.where);
    for (int64_t i = 0; i < findings->count; i++) {
        Finding *known = &findings->items[i];
        if (known->rule != finding.rule || known->where.source != finding.where.source ||
            line_of(state, known->where) != line)
            continue;
        known->count += finding.count;
        known->waited += finding.waited;
        return ARR_OK;
    }
    if (!heap_grow(&state->base.heap, &findings->items, &findings->capacity, findings->count + 1,
                   sizeof finding))
        return ARR_MEMORY;
    findings->items[findings->count++] = finding;
    return ARR_OK;
}

void doctor_close(ArrState *state) {
    Findings *findings = &state->findings;
    heap_free(&state->base.heap, findings->items, (size_t)findings->capacity * sizeof(Finding));
}

/* --- what a run came to ---------------------------------------------------------- */

static ArrStatus measure_pulls(ArrState *state, Findings *findings) {
    const PullSite *sites;
    int64_t count = exec_pull_sites(state->exec, &sites);
    ArrStatus status = ARR_OK;
    for (int64_t i = 0; i < count && !status; i++) {
        const PullSite *site = &sites[i];
        static const uint8_t of_kind[PULL_KIND_COUNT] = {[PULL_PRINT] = DOCTOR_A103,
                                                         [PULL_CONVERT] = DOCTOR_R104,
                                                         [PULL_CONDITION] = DOCTOR_R105,
                                                         [PULL_SIZE] = DOCTOR_A103,
                                                         [PULL_HOST] = DOCTOR_COUNT};
        uint8_t rule = of_kind[site->kind];
        int64_t least = site->kind == PULL_PRINT ? MANY_PRINTS : FEW_PULLS;
        if (rule == DOCTOR_COUNT || site->count < least) continue;
        status = findings_add(state, findings, (Finding){rule, site->span, site->count, site->waited});
    }
    return status;
}

/* The place that ran most tasks, if they are many and small. */
static ArrStatus measure_tasks(ArrState *state, Findings *findings) {
    ProfileTasks most = profile_most_tasks(exec_profile(state->exec));
    if (most.count < MANY_TASKS || most.bytes / most.count > SMALL_TASK) return ARR_OK;
    return findings_add(state, findings, (Finding){DOCTOR_A104, most.where, most.count, most.time});
}

/* Places that re-partition in each round. */
static ArrStatus measure_moves(ArrState *state, Findings *findings) {
    const MovedSite *sites;
    int64_t count = exec_moved_sites(state->exec, &sites);
    ArrStatus status = ARR_OK;
    for (int64_t i = 0; i < count && !status; i++)
        if (sites[i].count >= MANY_MOVES)
            status = findings_add(state, findings,
                                  (Finding){DOCTOR_A105, sites[i].where, sites[i].count, 0});
    return status;
}

ArrStatus doctor_measure(ArrState *state, Findings *findings) {
    ArrStatus status = measure_pulls(state, findings);
    if (!status) status = measure_moves(state, findings);
    return status ? status : measure_tasks(state, findings);
}

/* --- the public functions ---------------------------------------------------------- */

/* In the order of the text; those without a place come last. */
static void sort_findings(Findings *findings) {
    for (int64_t i = 1; i < findings->count; i++) {
        Finding moved = findings->items[i];
        int64_t at = i;
        for (; at > 0 && (findings->items[at - 1].where.source > moved.where.source ||
                          (findings->items[at - 1].where.source == moved.where.source &&
                           findings->items[at - 1].where.start > moved.where.start));
             at--)
            findings->items[at] = findings->items[at - 1];
        findings->items[at] = moved;
    }
}

static ArrStatus diagnose(ArrState *state, const char *name, const char *text, size_t length,
                          bool run) {
    Program *program;
    Findings *findings = &state->findings;
    ArrStatus status = api_parse(state, name ? name : "<string>", text, length, &program);
    if (status) return status;
    state->last_source_spare = false;
    findings->count = 0;
    ArrStatus read = doctor_read(state, program, findings);
    if (run) status = exec_profile_begin(state->exec);
    if (run && !status) status = eval_program(state, program, false);
    if (run && !status) status = exec_finish(state->exec);
    if (run && !read) read = doctor_measure(state, findings);
    sort_findings(findings);
    program_release(program);
    if (status) return status;
    return read ? error_memory(&state->base, (int64_t)sizeof(Finding), "a finding") : ARR_OK;
}

ArrStatus arr_doctor(ArrState *state, const char *name, const char *text, size_t length, bool run) {
    ArrStatus status = api_enter(state);
    if (status) return status;
    if (!text && length > 0) return api_leave(state, api_misuse(state, "the text is NULL"));
    return api_leave(state, diagnose(state, name, text ? text : "", length, run));
}

bool arr_finding_get(ArrState *state, int64_t index, ArrFinding *finding) {
    if (!state || !finding || index < 0 || index >= state->findings.count) return false;
    const Finding *found = &state->findings.items[index];
    const Source *source = source_of(state, found->where);
    *finding = (ArrFinding){.code = rules[found->rule].code,
                            .what = rules[found->rule].what,
                            .rewrite = rules[found->rule].rewrite,
                            .file = source ? source->name : "",
                            .count = found->count,
                            .seconds = (double)found->waited * 1e-9};
    if (!source) return true;
    SourcePosition position = source_position(source, found->where.start);
    finding->line = position.line;
    finding->column = position.column;
    return true;
}
