/* The command line. Each flag is one row of a table: its name, its value's
 * form, its sentence in --help, and the function that takes it in. */
#include "repl.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>
#include <sys/stat.h>

/* Stores a flag's value (NULL where it has none); false: not such a value. */
typedef bool (*TakeFn)(Options *options, const char *value);

typedef struct Flag {
    const char *name;
    const char *form; /* of the value; NULL: none */
    TakeFn take;
    const char *help;
} Flag;

/* --- values ------------------------------------------------------------------ */

static bool is(const char *value, const char *word) {
    return strcmp(value, word) == 0;
}

static bool read_count(const char *value, int least, int *count) {
    char *end;
    errno = 0;
    long number = strtol(value, &end, 10);
    if (errno || end == value || *end || number < least || number > INT_MAX) return false;
    *count = (int)number;
    return true;
}

/* Plain numbers are MB. */
static bool read_size(const char *value, int64_t *bytes) {
    char *end;
    errno = 0;
    long long number = strtoll(value, &end, 10);
    if (errno || end == value || number <= 0) return false;
    int shift = 20;
    if (*end == 'K' || *end == 'k') shift = 10;
    else if (*end == 'G' || *end == 'g') shift = 30;
    else if (*end && *end != 'M' && *end != 'm') return false;
    if (*end) end++;
    if (*end || number > INT64_MAX >> shift) return false;
    *bytes = (int64_t)number << shift;
    return true;
}

static bool take_text(Options *options, const char *value) {
    options->texts[options->text_count++] = value;
    return true;
}
static bool take_device(Options *options, const char *value) {
    options->config.device = value;
    return is(value, "cpu") || is(value, "cuda") || is(value, "null");
}
/* None: the CPU. */
static bool take_gpus(Options *options, const char *value) {
    int count;
    options->config.device = is(value, "0") ? "cpu" : "cuda";
    return read_count(value, 0, &count) && count <= 1;
}
static bool take_kernel_cache(Options *options, const char *value) {
    options->kernel_cache = value;
    return is(value, "off") || value[0] == '/';
}
static bool take_tuning(Options *options, const char *value) {
    options->tuning = value;
    return is(value, "off") || value[0] == '/';
}
static bool take_device_memory(Options *options, const char *value) {
    return read_size(value, &options->config.device_memory);
}
static bool take_threads(Options *options, const char *value) {
    return read_count(value, 1, &options->config.threads);
}
static bool take_omps(Options *options, const char *value) {
    if (is(value, "0")) options->config.threads = 1;
    return is(value, "0") || is(value, "1");
}
static bool take_window(Options *options, const char *value) {
    return read_count(value, 1, &options->config.window_size);
}
static bool take_fuse(Options *options, const char *value) {
    options->config.no_fuse = is(value, "off");
    return is(value, "on") || is(value, "off");
}
static bool take_jit(Options *options, const char *value) {
    options->config.jit = value;
    return is(value, "auto") || is(value, "off") || is(value, "force");
}
static bool take_streaming(Options *options, const char *value) {
    options->config.streaming = value;
    return is(value, "off") || is(value, "relaxed") || is(value, "strict");
}
static bool take_jit_module(Options *options, const char *value) {
    options->config.jit_module = value;
    return value[0] == '/';
}
static bool take_limits(Options *options, const char *value) {
    options->config.limits_tiny = true;
    return is(value, "tiny");
}
static bool take_memory(Options *options, const char *value) {
    return read_size(value, &options->config.memory_limit);
}
static void draw(void *file, const char *text, size_t length) {
    fwrite(text, 1, length, file);
}
static bool take_graph(Options *options, const char *value) {
    if (options->graph) fclose(options->graph);
    options->graph = fopen(value, "we");
    if (!options->graph) return false;
    fputs("digraph arr {\n  rankdir=LR;\n  node [fontsize=10];\n", options->graph);
    options->config.draw_fn = draw;
    options->config.draw_user = options->graph;
    return true;
}
/* Over the line before, which part 1 wipes. */
static void show_progress(void *unused, double part, double seconds) {
    (void)unused;
    if (part >= 1) fputs("\r\033[K", stderr);
    else fprintf(stderr, "\r\033[K%3.0f%%, about %.0f s left", part * 100, seconds);
    fflush(stderr);
}
static bool take_progress(Options *options, const char *value) {
    (void)value;
    if (isatty(STDERR_FILENO)) options->config.progress_fn = show_progress;
    return true;
}
static bool take_profile(Options *options, const char *value) {
    options->profile = value;
    options->config.profile = true;
    return *value != 0;
}
/* Which of the words it is, counted from 0; -1: none. */
static int find_word(const char *value, const char *const words[], int count) {
    for (int i = 0; i < count; i++)
        if (is(value, words[i])) return i;
    return -1;
}
static bool take_color(Options *options, const char *value) {
    static const char *const words[] = {"auto", "always", "never"};
    int word = find_word(value, words, 3);
    options->color = (Color)word;
    return word >= 0;
}
static bool take_format(Options *options, const char *value) {
    static const char *const words[] = {"text", "json", "csv"};
    int word = find_word(value, words, 3);
    options->format = (Format)word;
    return word >= 0;
}

#define TAKE_BOOL(function, field)                              \
    static bool function(Options *options, const char *value) { \
        (void)value;                                            \
        options->field = true;                                  \
        return true;                                            \
    }
TAKE_BOOL(take_interactive, interactive)
TAKE_BOOL(take_quiet, quiet)
TAKE_BOOL(take_check, check)
TAKE_BOOL(take_version, version)
TAKE_BOOL(take_help, help)
TAKE_BOOL(take_tune, tune)
TAKE_BOOL(take_verbose, config.verbose)
TAKE_BOOL(take_plan, config.plan)
TAKE_BOOL(take_stats, stats)
TAKE_BOOL(take_show_settings, show_settings)
TAKE_BOOL(take_show_memory, show_memory)
TAKE_BOOL(take_doctor, doctor)
TAKE_BOOL(take_no_print, config.no_print)
TAKE_BOOL(take_no_sync, config.no_sync)
TAKE_BOOL(take_late_errors, config.late_errors)
TAKE_BOOL(take_immediate_errors, config.immediate_errors)

/* --- the table ----------------------------------------------------------------- */

/* A row without a function is a heading of --help. */
static const Flag flags[] = {
    {"What is run", NULL, NULL, NULL},
    {"-e", "TEXT", take_text, "run statements; the value of a final expression is shown"},
    {"-i", NULL, take_interactive, "prompt after the script"},
    {"-q", NULL, take_quiet, "no banner"},
    {"--check", NULL, take_check, "parse only"},
    {"--version", NULL, take_version, "version and back ends"},
    {"--help", NULL, take_help, "this text"},
    {"Where and how", NULL, NULL, NULL},
    {"--device", "cpu|cuda|null", take_device, "cuda: a GPU; null: plan everything, compute nothing"},
    {"--gpus", "0|1", take_gpus, "1: --device cuda"},
    {"--ompthreads", "N", take_threads, "most threads of a task"},
    {"--omps", "0|1", take_omps, "0: no task has several threads"},
    {"--cpus", "N", take_threads, "as --ompthreads; with --device null, processors to plan for"},
    {"--sysmem", "SIZE", take_memory, "limit of memory; MB, or with a suffix K, M or G"},
    {"--fbmem", "SIZE", take_device_memory, "limit of a GPU's memory; as --sysmem"},
    {"--kernel-cache", "/FOLDER|off", take_kernel_cache, "of compiled GPU kernels; else ~/.cache/arr"},
    {"--window-size", "N", take_window, "operations recorded before work starts; 1: at once"},
    {"--fuse", "on|off", take_fuse, "off: one task per operation"},
    {"--jit", "auto|off|force", take_jit, "native loops by LLVM; force: each waits for its own"},
    {"--jit-module", "/FILE", take_jit_module, "arr-jit.so, where it is not where it is installed"},
    {"--streaming", "off|relaxed|strict", take_streaming,
     "batches: never, where memory is short, or an error where they cannot be"},
    {"--tune", NULL, take_tune, "measures when threads and native loops pay here, and keeps it"},
    {"--tuning", "/FILE|off", take_tuning, "where; else ~/.config/arr/tuning"},
    {"--limits", "tiny", take_limits, "every tile, window and threshold at its minimum"},
    {"--no-sync", NULL, take_no_sync, "waiting for a value, but to print or save it, is an error"},
    {"--late-errors", NULL, take_late_errors, "errors in data are told by what needs the data"},
    {"--immediate-errors", NULL, take_immediate_errors,
     "every statement waits, and tells its errors"},
    {"What is shown", NULL, NULL, NULL},
    {"--plan", NULL, take_plan, "each new plan, on stderr"},
    {"--stats", NULL, take_stats, "what happened, on stderr after the run"},
    {"--show-config", NULL, take_show_settings, "the settings in force and where each came from"},
    {"--show-memory-usage", NULL, take_show_memory, "memory in use and largest arrays, after the run"},
    {"--graph", "FILE.dot", take_graph, "the windows before and after fusion, for Graphviz"},
    {"--show-progress", NULL, take_progress,
     "what part of the work is done, on a terminal, when it takes longer than a second"},
    {"--profile", "FILE.json", take_profile,
     "times everything: a trace for Perfetto, and a summary on stderr"},
    {"--verbose", NULL, take_verbose, "notices, on stderr: what is done without"},
    {"--doctor", NULL, take_doctor, "run, then say what keeps the program slow; with --check, read only"},
    {"--format", "text|json|csv", take_format, "of what --doctor says"},
    {"--no-print", NULL, take_no_print, "print() writes nothing"},
    {"--color", "auto|always|never", take_color, "errors in colour"},
};
enum { FLAG_COUNT = sizeof flags / sizeof flags[0] };
_Static_assert(FLAG_COUNT <= sizeof((Options *)0)->origins, "Options.origins is too short");

void options_print_help(void) {
    puts("usage: arr [FLAGS] FILE [ARGUMENTS]   run a script\n"
         "       arr [FLAGS] -                  run what stdin gives\n"
         "       arr [FLAGS]                    prompt");
    for (int i = 0; i < FLAG_COUNT; i++) {
        const Flag *flag = &flags[i];
        if (!flag->take) {
            printf("\n%s:\n", flag->name);
            continue;
        }
        char left[40];
        snprintf(left, sizeof left, "%s%s%s", flag->name, flag->form ? " " : "",
                 flag->form ? flag->form : "");
        printf("  %-26s %s\n", left, flag->help);
    }
    puts("\nFlags may also stand in the environment as ARR_CONFIG, separated by blanks.");
}

static const Flag *find_flag(const char *name) {
    for (int i = 0; i < FLAG_COUNT; i++)
        if (flags[i].take && is(flags[i].name, name)) return &flags[i];
    return NULL;
}

/* --- where settings come from ------------------------------------------------------ */

enum { ORIGIN_DEFAULT, ORIGIN_ENVIRONMENT, ORIGIN_ARGUMENT };

/* The flag that sets what arr_settings_text calls so; --limits sets all others. */
static const char *flag_of(const char *setting, size_t length) {
    static const char *const pairs[][2] = {{"device", "--device"},
                                           {"gpu_memory_limit", "--fbmem"},
                                           {"window_size", "--window-size"},
                                           {"fuse", "--fuse"},
                                           {"memory_limit", "--sysmem"},
                                           {"streaming", "--streaming"},
                                           {"threads", "--ompthreads"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (strlen(pairs[i][0]) == length && strncmp(pairs[i][0], setting, length) == 0)
            return pairs[i][1];
    return "--limits";
}

void options_print_settings(const Options *options, const char *settings) {
    static const char *const words[] = {"default", "ARR_CONFIG", "command line"};
    while (*settings) {
        int line = (int)strcspn(settings, "\n");
        const char *flag = flag_of(settings, strcspn(settings, " "));
        int origin = options->origins[find_flag(flag) - flags];
        if (origin == ORIGIN_DEFAULT && tuning_has(options, settings, strcspn(settings, " ")))
            fprintf(stderr, "%.*s (--tune, kept in %s)\n", line, settings, options->tuning_file);
        else if (origin == ORIGIN_DEFAULT && is(flag, "--limits"))
            fprintf(stderr, "%.*s (built in)\n", line, settings);
        else if (origin == ORIGIN_DEFAULT)
            fprintf(stderr, "%.*s (default; %s)\n", line, settings, flag);
        else fprintf(stderr, "%.*s (%s of %s)\n", line, settings, flag, words[origin]);
        settings += line + (settings[line] == '\n');
    }
}

/* --- reading ------------------------------------------------------------------- */

enum { NAME_SIZE = 32 };

/* Levenshtein's distance of short names. */
static int distance(const char *a, const char *b) {
    int row[NAME_SIZE + 1];
    int length = (int)strlen(b);
    if (strlen(a) > NAME_SIZE || length > NAME_SIZE) return INT_MAX;
    for (int j = 0; j <= length; j++) row[j] = j;
    for (int i = 0; a[i]; i++) {
        int diagonal = row[0]++;
        for (int j = 0; j < length; j++) {
            int best = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            if (row[j] + 1 < best) best = row[j] + 1;
            if (diagonal + 1 < best) best = diagonal + 1;
            row[j + 1] = best;
        }
    }
    return row[length];
}

static void report_unknown(const char *name) {
    const char *nearest = NULL;
    int least = 4; /* further away is no hint */
    for (int i = 0; i < FLAG_COUNT; i++) {
        if (!flags[i].take || strlen(flags[i].name) < 3) continue;
        int d = distance(name, flags[i].name);
        if (d >= least) continue;
        least = d;
        nearest = flags[i].name;
    }
    if (nearest) fprintf(stderr, "arr: unknown flag '%s'; did you mean '%s'?\n", name, nearest);
    else fprintf(stderr, "arr: unknown flag '%s'; see arr --help\n", name);
}

/* Takes in words[*i], and the word behind it where that is its value. */
static bool read_flag(Options *options, int origin, int count, char **words, int *i) {
    char name[NAME_SIZE * 2];
    const char *word = words[*i], *value = NULL;
    const char *equals = strncmp(word, "--", 2) == 0 ? strchr(word, '=') : NULL;
    snprintf(name, sizeof name, "%.*s", (int)(equals ? equals - word : (long)strlen(word)), word);
    const Flag *flag = find_flag(name);
    if (!flag) {
        report_unknown(name);
        return false;
    }
    if (equals) value = equals + 1;
    else if (flag->form && *i + 1 < count) value = words[++*i];
    if (!value != !flag->form) {
        if (flag->form) fprintf(stderr, "arr: %s wants a value: %s\n", name, flag->form);
        else fprintf(stderr, "arr: %s takes no value\n", name);
        return false;
    }
    options->origins[flag - flags] = (unsigned char)origin;
    if (flag->take(options, value)) return true;
    fprintf(stderr, "arr: %s wants %s, not '%s'\n", name, flag->form, value);
    return false;
}

/* The flags of ARR_CONFIG; its words live as long as the program. */
static bool read_environment(Options *options) {
    /* who may run this for another user must not choose files that are loaded */
    const char *text = getauxval(AT_SECURE) ? NULL : getenv("ARR_CONFIG");
    if (!text || !*text) return true;
    size_t size = strlen(text) + 1;
    char *copy = malloc(size), **words = malloc(size * sizeof *words);
    if (!copy || !words) {
        fputs("arr: memory is short\n", stderr);
        free(copy);
        free(words);
        return false;
    }
    memcpy(copy, text, size);
    int count = 0;
    char *rest;
    for (char *word = strtok_r(copy, " \t\n", &rest); word; word = strtok_r(NULL, " \t\n", &rest))
        words[count++] = word;
    bool good = true;
    for (int i = 0; good && i < count; i++) {
        good = strncmp(words[i], "--", 2) == 0;
        if (good) good = read_flag(options, ORIGIN_ENVIRONMENT, count, words, &i);
        else fprintf(stderr, "arr: ARR_CONFIG holds flags only, not '%s'\n", words[i]);
    }
    free(words);
    options->environment = copy;
    return good;
}

char *options_folder(const char *variable, const char *inner) {
    const char *base = getenv(variable), *home = getenv("HOME");
    if (getauxval(AT_SECURE)) return NULL;
    bool is_own = !base || base[0] != '/';
    if (is_own) base = home;
    if (!base || base[0] != '/') return NULL;
    size_t size = strlen(base) + strlen(inner) + sizeof "/arr";
    char *folder = malloc(size);
    if (folder) snprintf(folder, size, "%s%s/arr", base, is_own ? inner : "");
    return folder;
}

/* Where compiled GPU kernels are kept: $XDG_CACHE_HOME/arr or ~/.cache/arr. */
static void find_kernel_cache(Options *options) {
    if (options->kernel_cache) {
        options->config.kernel_cache = is(options->kernel_cache, "off") ? NULL : options->kernel_cache;
        return;
    }
    if (!options->config.device || !is(options->config.device, "cuda")) return;
    options->cache_folder = options_folder("XDG_CACHE_HOME", "/.cache");
    if (!options->cache_folder) return;
    char *last = strrchr(options->cache_folder, '/');
    *last = 0;
    (void)mkdir(options->cache_folder, 0700);
    *last = '/';
    options->config.kernel_cache = options->cache_folder;
}

/* sys.argv: the script's name and what stands behind it. */
static bool collect_arguments(Options *options, int count, char **arguments) {
    options->arguments = calloc((size_t)count + 1, sizeof *options->arguments);
    if (!options->arguments) {
        fputs("arr: memory is short\n", stderr);
        return false;
    }
    options->arguments[0] = options->file ? options->file : options->text_count ? "-e" : "";
    for (int i = 0; i < count; i++) options->arguments[i + 1] = arguments[i];
    options->config.argc = count + 1;
    options->config.argv = options->arguments;
    return true;
}

bool options_read(Options *options, int argc, char **argv) {
    *options = (Options){.config.size = sizeof options->config};
    options->texts = calloc((size_t)argc + 1, sizeof *options->texts);
    if (!options->texts) {
        fputs("arr: memory is short\n", stderr);
        return false;
    }
    if (!read_environment(options)) return false;
    int i = 1;
    for (; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
        if (is(argv[i], "--")) {
            i++;
            break;
        }
        if (!read_flag(options, ORIGIN_ARGUMENT, argc, argv, &i)) return false;
    }
    if (i < argc && !options->text_count) options->file = argv[i++];
    find_kernel_cache(options);
    if (!tuning_read(options)) return false;
    return collect_arguments(options, argc - i, argv + i);
}

void options_free(Options *options) {
    if (options->graph) {
        fputs("}\n", options->graph);
        fclose(options->graph);
    }
    free(options->texts);
    free(options->arguments);
    free(options->environment);
    free(options->cache_folder);
    free(options->tuning_file);
    free(options->tuning_text);
}
