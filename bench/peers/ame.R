# Additive and multiplicative effects by amen: Rscript ame.R FOLDER SWEEPS
suppressMessages(library(amen))
args <- commandArgs(TRUE)
sweeps <- as.integer(args[2])
read <- function(name) readBin(file.path(args[1], name), "double", 1e8, endian = "little")
y <- read("y")
n <- sqrt(length(y))
Y <- matrix(y, n, byrow = TRUE)
diag(Y) <- NA
X <- array(matrix(read("x"), n, byrow = TRUE), c(n, n, 1))
seconds <- system.time(
  fit <- ame(Y, X, R = 2, family = "bin", burn = 0, nscan = sweeps, odens = 25, plot = FALSE, print = FALSE)
)[["elapsed"]]
means <- apply(fit$BETA, 2, mean)
cat(sprintf('{"peer":"amen %s","seconds":%.6f,"sweeps":%d,"means":[%s]}\n',
  packageVersion("amen"), seconds, sweeps, paste(sprintf("%.6f", means), collapse = ",")))
