/* What happened, what is in force and what there is: the public functions that
 * give texts about a state (see arr.h). */
#include "api.h"

/* A text of exec's, kept until the next one is asked for. */
static const char *report(ArrState *state, void (*write)(Exec *exec, Text *text)) {
    text_free(&state->stats_text);
    if (!exec_is_whole(state->exec)) return NULL;
    write(state->exec, &state->stats_text);
    return state->stats_text.failed ? NULL : text_string(&state->stats_text);
}

const char *arr_stats_text(ArrState *state) {
    if (!state || !report(state, exec_stats)) return NULL;
    text_addf(&state->stats_text, "library_files %d\n",
              __builtin_popcountll(state->library_loaded));
    return state->stats_text.failed ? NULL : text_string(&state->stats_text);
}

const char *arr_settings_text(ArrState *state) {
    return state ? report(state, exec_settings) : NULL;
}

const char *arr_tune_text(ArrState *state) {
    if (api_enter(state)) return NULL;
    Text *text = &state->stats_text;
    text_free(text);
    if (api_leave(state, exec_tune(state->exec, text)) || text->failed) return NULL;
    return text_string(text);
}

const char *arr_memory_text(ArrState *state) {
    return state ? report(state, exec_memory) : NULL;
}

void arr_show_plans(ArrState *state, bool on) {
    if (state) exec_show_plans(state->exec, on);
}

ArrStatus arr_streaming_set(ArrState *state, const char *mode) {
    ArrStatus status = api_enter(state);
    if (status) return status;
    int streaming = mode ? state_read_streaming(mode) : -1;
    if (streaming < 0)
        return api_leave(state, api_misuse(state, "streaming is off, relaxed or strict"));
    return api_leave(state, exec_set_streaming(state->exec, (Streaming)streaming));
}

/* --- the profile ------------------------------------------------------------ */

ArrStatus arr_profile_begin(ArrState *state) {
    ArrStatus status = api_enter(state);
    return status ? status : api_leave(state, exec_profile_begin(state->exec));
}

void arr_profile_end(ArrState *state) {
    if (state && !state->running && exec_is_whole(state->exec)) exec_profile_end(state->exec);
}

const char *arr_profile_trace(ArrState *state) {
    return state && exec_profile(state->exec) ? report(state, exec_profile_json) : NULL;
}

const char *arr_profile_text(ArrState *state) {
    return state && exec_profile(state->exec) ? report(state, exec_profile_summary) : NULL;
}

bool arr_profile_times(ArrState *state, ArrTimes *times) {
    const Profile *profile = state && times ? exec_profile(state->exec) : NULL;
    if (!profile) return false;
    const int64_t *busy = profile->busy;
    *times = (ArrTimes){.parse = busy[PROFILE_PARSE],
                        .plan = busy[PROFILE_PLAN],
                        .run = busy[PROFILE_INLINE] + busy[PROFILE_WORKER],
                        .wait = profile->waited};
    return true;
}

/* --- variables ---------------------------------------------------------------- */

static void add_array(ArrState *state, const char *name, const Array *a, Text *text) {
    char shape[SHAPE_TEXT];
    text_addf(text, "%s %s %s %lld %s %s\n", name, dtype_info[a->dtype].name,
              shape_text(shape, a->ndim, array_shape(a)),
              (long long)(a->size * array_itemsize(a)), exec_device(state->exec),
              exec_progress(state->exec, a));
}

const char *arr_variables_text(ArrState *state) {
    if (!state || !exec_is_whole(state->exec)) return NULL;
    Text *text = &state->stats_text;
    text_free(text);
    for (int32_t i = 0; i < state->globals.count; i++) {
        const struct GlobalSlot *slot = &state->globals.slots[i];
        if (slot->value.kind == VALUE_UNDEFINED) continue;
        if (slot->value.kind == VALUE_ARRAY) add_array(state, slot->name, slot->value.array, text);
        else text_addf(text, "%s %s\n", slot->name, value_type_name(slot->value));
    }
    return text->failed ? NULL : text_string(text);
}
