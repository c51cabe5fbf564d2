# A relational event model by remify, remstats and remstimate: Rscript events_remverse.R FOLDER ACTORS
# FOLDER has events.csv (time, sender, receiver as numbers from one) and maybe table.csv.
suppressMessages({
  library(remify)
  library(remstats)
  library(remstimate)
})
arguments <- commandArgs(TRUE)
folder <- arguments[1]
n <- as.integer(arguments[2])
events <- read.csv(file.path(folder, "events.csv"))
names(events) <- c("time", "actor1", "actor2")
events$time <- as.numeric(events$time)
effects <- ~ 1 + inertia() + reciprocity() + outdegreeSender() + indegreeReceiver() + otp(unique = TRUE)
table <- file.path(folder, "table.csv")
if (file.exists(table)) {
  distance <- as.matrix(read.csv(table, header = FALSE))
  dimnames(distance) <- list(seq_len(n), seq_len(n))
  effects <- update(effects, ~ . + tie(distance, variableName = "distance"))
}
# From the first event on; version 4 renamed the argument.
begin <- setNames(list(1), intersect(c("first", "start"), names(formals(remstats))))
seconds <- system.time({
  history <- remify(events, model = "tie", actors = as.character(seq_len(n)), origin = 0)
  statistics <- do.call(remstats, c(list(history, tie_effects = effects), begin))
  fit <- remstimate(history, statistics, method = "MLE")
})[["elapsed"]]
print_list <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")
b <- fit$coefficients
cat(sprintf('{"peer":"remify %s, remstats %s, remstimate %s","seconds":%.6f,"names":["%s"],"coefficients":%s}\n',
  packageVersion("remify"), packageVersion("remstats"), packageVersion("remstimate"), seconds,
  paste(names(b), collapse = '","'), print_list(b)))
