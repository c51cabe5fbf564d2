# A relational event model by redeem: Rscript events_redeem.R FOLDER ACTORS
# FOLDER has events.csv (time, sender, receiver as numbers from one) and maybe table.csv.
suppressMessages(library(redeem))
arguments <- commandArgs(TRUE)
folder <- arguments[1]
n <- as.integer(arguments[2])
events <- as.matrix(read.csv(file.path(folder, "events.csv")))
colnames(events) <- c("time", "from", "to")
formula <- ~ 1 + inertia() + reciprocity() + count(type = "out_sender") + count(type = "in_receiver") +
  common_partner(type = "OTP")
table <- file.path(folder, "table.csv")
if (file.exists(table)) {
  distance <- as.matrix(read.csv(table, header = FALSE))
  dimnames(distance) <- NULL
  formula <- update(formula, ~ . + dyadic_cov(data = distance))
}
seconds <- system.time(
  fit <- rem(events = events, formula = formula, n_nodes = n, directed = TRUE)
)[["elapsed"]]
print_list <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")
b <- summary(fit)$coefficients[, "Estimate"]
names(b) <- sub("_identity$", "", names(b))
cat(sprintf('{"peer":"redeem %s","seconds":%.6f,"names":["%s"],"coefficients":%s}\n',
  packageVersion("redeem"), seconds, paste(names(b), collapse = '","'), print_list(b)))
