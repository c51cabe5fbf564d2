# Golden cases of the strategic models: Rscript games.R FOLDER
# Simulates data, writes them as CSV, fits them by the R package games with its tolerance
# tightened, and writes coefficients, standard errors and log-likelihoods as fits.json.
# Version 1.1.2 cannot fit egame122 with private information unless a scale is estimated.
suppressMessages(library(games))
folder <- commandArgs(TRUE)[1]
set.seed(20120408)
n <- 400
covariates <- function(names) as.data.frame(lapply(setNames(names, names), function(k) round(rnorm(n), 3)))
save <- function(name, d) write.csv(d, file.path(folder, paste0(name, ".csv")), row.names = FALSE, quote = FALSE)
choose <- function(difference) difference + rnorm(n, sd = sqrt(2)) > 0

d12 <- covariates(c("x1", "x2", "x3", "z1"))
p4 <- pnorm((0.3 + 0.8 * d12$z1) / sqrt(2))
enter <- choose((1 - p4) * 0.6 * d12$x2 + p4 * (0.4 - 0.7 * d12$x3) - (0.2 + 0.5 * d12$x1))
fight <- choose(0.3 + 0.8 * d12$z1)
d12$y <- ifelse(!enter, 0, ifelse(fight, 2, 1))
save("egame12", d12)

d122 <- covariates(c("x1", "x2", "x3", "x4", "z1", "z2"))
p4 <- pnorm((0.4 + 0.7 * d122$z1) / sqrt(2))
p6 <- pnorm((-0.3 + 0.9 * d122$z2) / sqrt(2))
right <- choose((1 - p6) * 0.8 * d122$x3 + p6 * (0.3 - 0.6 * d122$x4) - (1 - p4) * (0.2 + 0.5 * d122$x1) - p4 * 0.7 * d122$x2)
west <- choose(0.4 + 0.7 * d122$z1)
east <- choose(-0.3 + 0.9 * d122$z2)
d122$y <- ifelse(right, ifelse(east, 3, 2), ifelse(west, 1, 0))
save("egame122", d122)

d123 <- covariates(c("x1", "x2", "x3", "x4", "z1", "z2", "w1"))
p6 <- pnorm((0.3 + 0.9 * d123$w1) / sqrt(2))
second <- (1 - p6) * (0.8 - 0.7 * d123$z1) + p6 * (-0.2 + 0.8 * d123$z2)
p4 <- pnorm(second / sqrt(2))
pass <- choose((1 - p4) * 0.8 * d123$x2 + p4 * ((1 - p6) * (0.3 - 0.7 * d123$x3) + p6 * (0.4 + 0.8 * d123$x4)) - (-0.4 + 0.6 * d123$x1))
escalate <- choose(second)
last <- choose(0.3 + 0.9 * d123$w1)
d123$y <- ifelse(!pass, 0, ifelse(!escalate, 1, ifelse(last, 3, 2)))
save("egame123", d123)

du <- covariates(c("x1", "z1"))
r1 <- 3 + du$x1 + rlogis(n, scale = 1.5)
r2 <- 4 + 0.8 * du$z1
best <- 10 - r1 - 1 * (1 + LW(exp((10 - r1 - 1 - r2) / 1)))
du$offer <- round(pmin(10, pmax(0, best)), 3)
du$accept <- as.numeric(du$offer > r2 + rlogis(n))
save("ultimatum", du)

print_list <- function(x) paste0("[", paste(ifelse(is.na(x), "null", sprintf("%.15g", x)), collapse = ","), "]")
fits <- character()
# Without a gradient the package takes second differences over a step of 1e-6, in which a percent is
# rounding; a step of 1e-3 gives six digits.
by_differences <- function(f, likelihood) {
  regr <- lapply(seq_len(length(f$formulas)[2]), function(i) model.matrix(f$formulas, data = f$model, rhs = i))
  at <- function(free) sum(likelihood(replace(coef(f), !f$fixed, free), as.numeric(f$y), regr, f$link, f$type))
  free <- coef(f)[!f$fixed]
  hessian <- optimHess(free, at, control = list(ndeps = rep(1e-3, length(free))))
  replace(coef(f), !f$fixed, sqrt(diag(solve(-hessian))))
}
add <- function(name, f, likelihood = NULL) {
  stopifnot(f$convergence$code == 0, f$localID)
  free <- !f$fixed
  errors <- if (is.null(likelihood)) sqrt(diag(vcov(f))) else by_differences(f, likelihood)
  fits <<- c(fits, sprintf('"%s":{"coefficients":%s,"errors":%s,"log_likelihood":%.15g}', name,
    print_list(coef(f)[free]), print_list(errors[free]), sum(f$log.likelihood)))
}
kinds <- list(c("agent", "logit"), c("agent", "probit"), c("private", "probit"))
for (k in kinds) {
  tag <- paste(k, collapse = "-")
  run <- function(game, formula, data, ...) game(formula, data = data, type = k[1], link = k[2], reltol = 1e-15, ...)
  add(paste0("egame12-", tag), run(egame12, y ~ x1 | x2 - 1 | x3 | z1, d12))
  if (k[1] == "agent") add(paste0("egame122-", tag), run(egame122, y ~ x1 | x2 - 1 | x3 - 1 | x4 | z1 | z2, d122))
  add(paste0("egame123-", tag), run(egame123, y ~ x1 | x2 - 1 | x3 | x4 | 0 | z1 | z2 | w1, d123))
}
utils <- c(0.2, 0, 0.4, 0.3)
add("egame12-fixed", egame12(y ~ 1, data = d12, fixedUtils = utils, reltol = 1e-15), games:::logLik12)
add("egame12-fixed-players", egame12(y ~ 1, data = d12, fixedUtils = utils, sdByPlayer = TRUE, reltol = 1e-15), games:::logLik12)
add("egame12-scale", egame12(y ~ x1 | x2 - 1 | x3 | z1, data = d12, sdformula = ~ z1 - 1, reltol = 1e-15), games:::logLik12)
add("egame122-scale", egame122(y ~ x1 | x2 - 1 | x3 - 1 | x4 | z1 | z2, data = d122, type = "private", sdformula = ~ z1 - 1, reltol = 1e-15), games:::logLik122)
fu <- offer + accept ~ x1 | z1
add("ultimatum-both", ultimatum(fu, data = du, maxOffer = 10, reltol = 1e-15))
add("ultimatum-offer", ultimatum(fu, data = du, maxOffer = 10, outcome = "offer", reltol = 1e-15))
add("ultimatum-fixed", ultimatum(fu, data = du, maxOffer = 10, s1 = 1.5, s2 = 1, reltol = 1e-15))
writeLines(c("{", sprintf('"peer":"games %s",', packageVersion("games")), paste(fits, collapse = ",\n"), "}"),
  file.path(folder, "fits.json"))
