# A relational event model by goldfish: Rscript events_goldfish.R FOLDER ACTORS
# FOLDER has events.csv (time, sender, receiver as numbers from one).
suppressMessages(library(goldfish))
arguments <- commandArgs(TRUE)
folder <- arguments[1]
n <- as.integer(arguments[2])
events <- read.csv(file.path(folder, "events.csv"))
label <- function(k) sprintf("a%05d", as.integer(k))
events <- data.frame(time = events$time, sender = label(events$sender), receiver = label(events$receiver), increment = 1)
actors <- defineNodes(data.frame(label = label(seq_len(n))))
ties <- defineNetwork(nodes = actors, directed = TRUE)
ties <- linkEvents(x = ties, changeEvent = events, nodes = actors)
dependent <- defineDependentEvents(events = events, nodes = actors, defaultNetwork = ties)
seconds <- system.time(
  fit <- estimate(
    dependent ~ 1 + inertia(ties, weighted = TRUE) + recip(ties, weighted = TRUE) +
      outdeg(ties, type = "ego", weighted = TRUE) + indeg(ties, type = "alter", weighted = TRUE) + trans(ties),
    model = "REM", subModel = "choice",
    estimationInit = list(engine = "gather_compute", startTime = 0)
  )
)[["elapsed"]]
print_list <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")
names <- c("Intercept", "inertia", "recip", "outdeg", "indeg", "trans")
cat(sprintf('{"peer":"goldfish %s","seconds":%.6f,"names":["%s"],"coefficients":%s}\n',
  packageVersion("goldfish"), seconds, paste(names, collapse = '","'), print_list(fit$parameters)))
