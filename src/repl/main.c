/* The program: runs texts, a script or the prompt, and turns what came of it
 * into output and an exit code. Values go to stdout, all else to stderr, each
 * behind what was printed before it. */
#include "repl.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- interrupts ------------------------------------------------------------------ */

/* What a signal handler can reach. */
static ArrState *volatile interrupt_state;
static volatile sig_atomic_t interrupt_mode = INTERRUPT_SCRIPT;
static volatile sig_atomic_t interrupt_seen;

/* A script that does not stop at the first Ctrl-C ends at the second. */
static void on_interrupt(int signal_number) {
    (void)signal_number;
    if (interrupt_mode == INTERRUPT_SCRIPT && interrupt_seen) _exit(EXIT_INTERRUPTED);
    interrupt_seen = 1;
    if (interrupt_mode != INTERRUPT_INPUT) arr_interrupt(interrupt_state);
}

/* Waiting for input must wake up; a write must not be cut short. */
void session_on_interrupt(Interrupt mode) {
    struct sigaction action = {.sa_handler = on_interrupt};
    action.sa_flags = mode == INTERRUPT_INPUT ? 0 : SA_RESTART;
    sigemptyset(&action.sa_mask);
    interrupt_mode = (sig_atomic_t)mode;
    interrupt_seen = 0;
    sigaction(SIGINT, &action, NULL);
}

bool session_was_interrupted(void) {
    return interrupt_seen != 0;
}

/* --- output ------------------------------------------------------------------------ */

/* When nobody reads any more there is no point in going on. */
static void note_write_error(Session *session) {
    if (session->write_error) return;
    session->write_error = errno ? errno : EIO;
    arr_interrupt(session->state);
}

static void write_stdout(void *user, const char *text, size_t length) {
    Session *session = user;
    if (session->write_error) return;
    errno = 0;
    if (fwrite(text, 1, length, stdout) < length) note_write_error(session);
}

void session_flush(Session *session) {
    errno = 0;
    if (fflush(stdout) != 0) note_write_error(session);
}

static void write_stderr(void *user, const char *text, size_t length) {
    session_flush(user);
    fwrite(text, 1, length, stderr);
}

/* The first line says what went wrong: it carries the colour. */
void session_report(Session *session) {
    const char *text = arr_error_text(session->state);
    session_flush(session);
    if (!session->color) {
        fputs(text, stderr);
        return;
    }
    int first = (int)strcspn(text, "\n");
    fprintf(stderr, "\033[1;31m%.*s\033[0m%s", first, text, text + first);
}

static void print_report(Session *session, const char *text) {
    session_flush(session);
    fputs(text ? text : "arr: memory is short\n", stderr);
}

/* The trace goes to its file, the summary to stderr. */
static int print_profile(Session *session, const char *file, int code) {
    print_report(session, arr_profile_text(session->state));
    const char *text = arr_profile_trace(session->state);
    FILE *stream = fopen(file, "wbe");
    bool written = stream && text && fputs(text, stream) >= 0;
    if (stream && fclose(stream) != 0) written = false;
    if (!written)
        fprintf(stderr, "arr: cannot write '%s': %s\n", file,
                text ? strerror(errno) : "memory is short");
    return written || code ? code : EXIT_USAGE;
}

/* The exit code, unless stdout could not take the output. */
static int finish_output(Session *session, int code) {
    session_flush(session);
    if (!session->write_error && fclose(stdout) != 0) session->write_error = errno;
    if (!session->write_error) return code;
    if (session->write_error != EPIPE)
        fprintf(stderr, "arr: cannot write to stdout: %s\n", strerror(session->write_error));
    return EXIT_USAGE;
}

/* --- running ----------------------------------------------------------------------- */

static int exit_code(Session *session, ArrStatus status) {
    switch (status) {
    case ARR_OK: return 0;
    case ARR_SYNTAX:
    case ARR_INCOMPLETE: return EXIT_SYNTAX;
    case ARR_INTERRUPTED: return EXIT_INTERRUPTED;
    case ARR_EXIT: return arr_exit_code(session->state);
    case ARR_MISUSE: return EXIT_USAGE;
    default: return EXIT_RUN_ERROR;
    }
}

/* Tells an error, except the ones of our own making. */
static int conclude(Session *session, ArrStatus status) {
    if (status != ARR_OK && status != ARR_EXIT && !session->write_error) session_report(session);
    return exit_code(session, status);
}

/* All of a stream, or NULL with errno. */
static char *read_stream(FILE *stream, size_t *length) {
    size_t capacity = 65536;
    char *text = malloc(capacity);
    *length = 0;
    while (text) {
        *length += fread(text + *length, 1, capacity - *length, stream);
        if (*length < capacity) break;
        char *more = realloc(text, capacity *= 2);
        if (!more) free(text);
        text = more;
    }
    if (text && ferror(stream)) {
        int reason = errno;
        free(text);
        errno = reason;
        return NULL;
    }
    return text;
}

static char *read_script(const char *file, size_t *length) {
    if (strcmp(file, "-") == 0) {
        char *text = read_stream(stdin, length);
        if (!text) fprintf(stderr, "arr: cannot read stdin: %s\n", strerror(errno));
        return text;
    }
    FILE *stream = fopen(file, "rbe");
    if (!stream) {
        fprintf(stderr, "arr: cannot open '%s': %s\n", file, strerror(errno));
        return NULL;
    }
    char *text = read_stream(stream, length);
    if (!text) fprintf(stderr, "arr: cannot read '%s': %s\n", file, strerror(errno));
    fclose(stream);
    return text;
}

static int run_script(Session *session, const Options *options) {
    size_t length;
    char *text = read_script(options->file, &length);
    if (!text) return EXIT_USAGE;
    const char *name = strcmp(options->file, "-") == 0 ? "<stdin>" : options->file;
    ArrStatus status;
    if (options->doctor) status = arr_doctor(session->state, name, text, length, !options->check);
    else if (options->check) status = arr_check(session->state, name, text, length);
    else status = arr_eval(session->state, name, text, length);
    free(text);
    int code = conclude(session, status);
    if (!options->doctor) return code;
    int findings = doctor_print(session, options->format);
    return code ? code : findings;
}

static int run_texts(Session *session, const Options *options) {
    int code = 0;
    for (int i = 0; code == 0 && i < options->text_count; i++) {
        const char *text = options->texts[i];
        size_t length = strlen(text);
        ArrStatus status = options->check ? arr_check(session->state, "<-e>", text, length)
                                          : arr_eval_echo(session->state, "<-e>", text, length);
        code = conclude(session, status);
        if (status == ARR_EXIT) break;
    }
    return code;
}

/* What was printed is done; what still has effects or may fail runs now, but
 * for a prompt that follows: it may look at all that the script made. */
static int run(Session *session, const Options *options) {
    int code = 0;
    if (options->show_settings) {
        const char *settings = arr_settings_text(session->state);
        options_print_settings(options, settings ? settings : "");
    }
    session_on_interrupt(INTERRUPT_SCRIPT);
    if (options->text_count) code = run_texts(session, options);
    else if (options->file) code = run_script(session, options);
    if (options->interactive) code = prompt_run(session);
    else if (code == 0) code = conclude(session, arr_finish(session->state));
    if (options->stats) print_report(session, arr_stats_text(session->state));
    if (options->show_memory) print_report(session, arr_memory_text(session->state));
    if (options->profile) code = print_profile(session, options->profile, code);
    return code;
}

static bool wants_color(Color color) {
    if (color != COLOR_AUTO) return color == COLOR_ALWAYS;
    const char *terminal = getenv("TERM");
    if (getenv("NO_COLOR") || !terminal || strcmp(terminal, "dumb") == 0) return false;
    return isatty(STDERR_FILENO);
}

static int open_and_run(Options *options) {
    Session session = {.threads = options->config.threads,
                       .quiet = options->quiet,
                       .color = wants_color(options->color)};
    options->config.write_fn = options->doctor ? NULL : write_stdout; /* only findings then */
    options->config.notice_fn = write_stderr;
    options->config.write_user = options->config.notice_user = &session;
    if (session.threads == 0) session.threads = (int)sysconf(_SC_NPROCESSORS_ONLN);
    ArrStatus status = arr_open(&options->config, &session.state);
    if (status != ARR_OK) {
        fprintf(stderr, "arr: cannot start: %s\n",
                status == ARR_MEMORY ? "memory is short" : "wrong configuration");
        return EXIT_USAGE;
    }
    interrupt_state = session.state;
    signal(SIGPIPE, SIG_IGN); /* a write then fails with EPIPE */
    int code = finish_output(&session, run(&session, options));
    signal(SIGINT, SIG_DFL);
    arr_close(session.state);
    return code;
}

/* Threads of OpenMP's team that wait spin for milliseconds by default, and
 * steal the cores that recording and other programs need (measured: a factor
 * of 2 on a busy machine); and where two of them meet on one core, one waits for
 * the other's spin. The library reads its settings before main(), so the program
 * starts itself once more with a short spin, unless somebody has chosen already. */
static void spin_briefly(char **argv) {
    if (getenv("OMP_WAIT_POLICY") || getenv("GOMP_SPINCOUNT") || getenv("KMP_BLOCKTIME")) return;
    if (setenv("GOMP_SPINCOUNT", "1000", 0) || setenv("KMP_BLOCKTIME", "1", 0)) return;
    execv("/proc/self/exe", argv); /* on failure: on as it is */
}

int main(int argc, char **argv) {
    Options options;
    int code = EXIT_USAGE;
    spin_briefly(argv);
    if (options_read(&options, argc, argv)) {
        bool prompt = !options.file && !options.text_count;
        if (prompt && !isatty(STDIN_FILENO) && !options.interactive) options.file = "-";
        else if (prompt) options.interactive = true;
        code = 0;
        if (options.help) options_print_help();
        else if (options.version) fputs(arr_version_text(), stdout);
        else if (options.tune) code = tuning_make(&options);
        else code = open_and_run(&options);
    }
    options_free(&options);
    return code;
}
