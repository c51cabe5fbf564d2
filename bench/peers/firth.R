# Firth's logit with profile intervals by logistf: Rscript firth.R FOLDER
suppressMessages(library(logistf))
folder <- commandArgs(TRUE)[1]
read <- function(name) readBin(file.path(folder, name), "double", 1e8, endian = "little")
y <- read("y")
x <- matrix(read("x"), length(y))
d <- data.frame(y = y, x[, -1])
exact <- logistf.control(maxit = 1000, xconv = 1e-9, lconv = 1e-9, gconv = 1e-9)
exact.pl <- logistpl.control(maxit = 1000, xconv = 1e-9, lconv = 1e-9)
fit <- NULL
seconds <- min(sapply(1:10, function(k) system.time(
  fit <<- logistf(y ~ ., data = d, pl = TRUE, control = exact, plcontrol = exact.pl)
)[["elapsed"]]))
usual <- min(sapply(1:10, function(k) system.time(logistf(y ~ ., data = d, pl = TRUE))[["elapsed"]]))
print_list <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")
cat(sprintf('{"peer":"logistf %s","seconds":%.6f,"seconds_default":%.6f,"coefficients":%s,"lower":%s,"upper":%s}\n',
  packageVersion("logistf"), seconds, usual, print_list(coef(fit)), print_list(fit$ci.lower), print_list(fit$ci.upper)))
