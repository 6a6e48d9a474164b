/* Line input: GNU readline or libedit where the build has one and stdin is a
 * terminal, plain lines otherwise. History is the user's alone (0600 in 0700
 * directories), one line an entry. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "repl.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined HAVE_READLINE
#include <readline/history.h>
#include <readline/readline.h>
#elif defined HAVE_LIBEDIT
#include <editline/readline.h>
#endif

static bool was_interrupted;

bool input_was_interrupted(void) {
    return was_interrupted;
}

/* --- plain lines ------------------------------------------------------------------ */

static char *plain_line(const char *prompt) {
    char *line = NULL;
    size_t capacity = 0;
    fputs(prompt, stdout);
    fflush(stdout);
    ssize_t length = getline(&line, &capacity, stdin);
    if (length < 0) {
        was_interrupted = session_was_interrupted();
        clearerr(stdin);
        free(line);
        return NULL;
    }
    if (line[length - 1] == '\n') line[length - 1] = 0;
    return line;
}

#if defined HAVE_READLINE || defined HAVE_LIBEDIT

enum { HISTORY_LINES = 2000 };

static bool editing;
static char history_path[4096];

/* --- history ------------------------------------------------------------------------ */

/* Makes every directory of path, which is cut up and mended in place. */
static bool make_directories(char *path) {
    for (char *p = path + 1; (p = strchr(p, '/')); p++) {
        *p = 0;
        bool made = mkdir(path, 0700) == 0 || errno == EEXIST;
        *p = '/';
        if (!made) return false;
    }
    return true;
}

/* Where history lies; false: nowhere. */
static bool find_history(void) {
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    int length = -1;
    if (state && state[0] == '/')
        length = snprintf(history_path, sizeof history_path, "%s/arr/history", state);
    else if (home && home[0] == '/')
        length = snprintf(history_path, sizeof history_path, "%s/.local/state/arr/history", home);
    if (length > 0 && (size_t)length < sizeof history_path) return true;
    history_path[0] = 0;
    return false;
}

static void load_history(void) {
    using_history();
    stifle_history(HISTORY_LINES);
    if (find_history()) read_history(history_path);
}

/* Whatever fails here costs the history, not the session. */
static void save_history(void) {
    if (!history_path[0] || !make_directories(history_path)) return;
    mode_t mask = umask(0077);
    int file = open(history_path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file >= 0) {
        bool mine = fchmod(file, 0600) == 0;
        close(file);
        if (mine) write_history(history_path);
    }
    umask(mask);
}

/* --- completion ------------------------------------------------------------------------ */

static ArrState *completed_state;

static char *next_match(const char *text, int again) {
    static size_t k;
    if (!again) k = 0;
    const char *name = arr_complete(completed_state, text, k++);
    return name ? strdup(name) : NULL;
}

static char **complete(const char *text, int start, int end) {
    (void)start;
    (void)end;
    rl_attempted_completion_over = 1;   /* never file names */
    rl_completion_append_character = 0; /* set anew for each completion */
    return rl_completion_matches(text, next_match);
}

#ifdef HAVE_READLINE

/* Before anything else on the line Tab indents. */
static int complete_or_indent(int count, int key) {
    for (int i = 0; i < rl_point; i++)
        if (rl_line_buffer[i] != ' ') return rl_complete(count, key);
    return rl_insert_text("    ") < 0;
}

/* Waits for a key (1) or a signal (0); -1: there is no input. A Ctrl-C that comes while readline
 * draws must not be slept through, so signals are let in by pselect alone. */
static int wait_for_key(int file) {
    sigset_t interrupt, usual;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    sigprocmask(SIG_BLOCK, &interrupt, &usual);
    int ready = 0;
    if (!rl_pending_signal() && !session_was_interrupted()) {
        fd_set files;
        FD_ZERO(&files);
        FD_SET(file, &files);
        ready = pselect(file + 1, &files, NULL, NULL, NULL, &usual);
    }
    if (ready < 0 && errno == EINTR) ready = 0;
    sigprocmask(SIG_SETMASK, &usual, NULL);
    return ready;
}

/* A key. Ctrl-C ends the line as if it were empty. */
static int read_key(FILE *stream) {
    for (;;) {
        int ready = wait_for_key(fileno(stream));
        rl_check_signals(); /* readline hands them on to the program */
        if (session_was_interrupted()) {
            fputs("^C", rl_outstream);
            rl_replace_line("", 0);
            was_interrupted = true;
            return '\n';
        }
        if (ready < 0) return EOF;
        if (ready == 0) continue;
        unsigned char key;
        ssize_t n = read(fileno(stream), &key, 1);
        if (n == 1) return key;
        if (n == 0 || errno != EINTR) return EOF;
    }
}

static void open_editor(void) {
    rl_getc_function = read_key;
    rl_bind_key('\t', complete_or_indent);
    rl_variable_bind("enable-bracketed-paste", "off"); /* pasted lines are lines */
}

static char *edited_line(const char *prompt) {
    char *line = readline(prompt);
    if (!was_interrupted) return line;
    free(line);
    return NULL;
}

#else

static void open_editor(void) {
}

static char *edited_line(const char *prompt) {
    char *line = readline(prompt);
    was_interrupted = !line && session_was_interrupted();
    return line;
}

#endif

/* --- the interface ------------------------------------------------------------------------ */

void input_open(ArrState *state) {
    completed_state = state;
    editing = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    if (!editing) return;
    rl_readline_name = "arr";
    rl_attempted_completion_function = complete;
    rl_basic_word_break_characters = " \t\n\"'`@$><=;|&{}()[]+-*/%^~,:!?";
    open_editor();
    load_history();
}

char *input_line(const char *prompt) {
    was_interrupted = false;
    return editing ? edited_line(prompt) : plain_line(prompt);
}

void input_remember(const char *line) {
    if (editing && line[strspn(line, " \t")]) add_history(line);
}

void input_close(void) {
    if (editing) save_history();
}

#else

void input_open(ArrState *state) {
    (void)state;
}

char *input_line(const char *prompt) {
    was_interrupted = false;
    return plain_line(prompt);
}

void input_remember(const char *line) {
    (void)line;
}

void input_close(void) {
}

#endif
