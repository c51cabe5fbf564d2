# A relational event model with sampled controls by eventnet and survival:
# Rscript events_eventnet.R FOLDER ACTORS [CONTROLS]
# FOLDER has events.csv (time, sender, receiver as numbers from one). The environment variable
# EVENTNET_JAR names eventnet's program; java runs it.
suppressMessages(library(survival))
arguments <- commandArgs(TRUE)
folder <- normalizePath(arguments[1])
n <- as.integer(arguments[2])
controls <- if (length(arguments) > 2) as.integer(arguments[3]) else 10L
jar <- Sys.getenv("EVENTNET_JAR")
if (jar == "" || !file.exists(jar)) stop("EVENTNET_JAR names no file")
events <- read.csv(file.path(folder, "events.csv"))
actor <- function(k) sprintf("a%d", as.integer(k))
rows <- rbind(
  data.frame(time = 0L, source = actor(seq_len(n)), target = actor(seq_len(n)), type = "enter", weight = 1L),
  data.frame(time = as.integer(events$time), source = actor(events$sender), target = actor(events$receiver),
    type = "act", weight = 1L)
)
write.csv(rows, file.path(folder, "rows.csv"), row.names = FALSE, quote = FALSE)
attribute <- function(name, level, type, update, direction = "") sprintf(paste0(
  '<attribute name="%s" class="%s_LEVEL" type="DEFAULT_%s_LEVEL_ATTRIBUTE" description="">',
  '<attr.update type="%s"/><event.response event.type="%s"%s/></attribute>'),
  name, level, level, update, type, direction)
direction <- function(d) sprintf(' direction="%s"', d)
pair <- function(name, d) sprintf(
  '<statistic name="%s" type="DYAD_STATISTIC" dyad.attr.name.1="past" direction.1="%s"/>', name, d)
node <- function(name, from, end) sprintf(
  '<statistic name="%s" type="NODE_STATISTIC" node.attr.name.1="%s" endpoint="%s"/>', name, from, end)
configuration <- c(
  '<?xml version="1.0" ?>',
  '<eventnet.configuration name="sampled" version="1.0">',
  '<input.files accept=".csv" has.header="true" delimiter="COMMA" quote.char="DOUBLEQUOTE">',
  sprintf('<input.directory name="%s"/><file name="rows.csv"/></input.files>', folder),
  sprintf('<output.directory name="%s"/>', file.path(folder, "sampled")),
  '<event.components>',
  sprintf('<component name="%s" column.name="%s"/>', c("SOURCE", "TARGET", "TIME", "TYPE", "WEIGHT"),
    c("source", "target", "time", "type", "weight")),
  '</event.components><network.mode is.multimode="false"/>',
  '<event.types><type name="enter" implied="false" admits.loops="true"/>',
  '<type name="act" implied="false" admits.loops="false"/></event.types>',
  '<time time.format.type="INTEGER" interval.type="EVENT" time.unit="1"/>',
  attribute("past", "DYAD", "act", "INCREMENT_VALUE_BY"),
  attribute("sent", "NODE", "act", "INCREMENT_VALUE_BY", direction("OUT")),
  attribute("received", "NODE", "act", "INCREMENT_VALUE_BY", direction("IN")),
  attribute("present", "NODE", "enter", "SET_VALUE_TO", direction("OUT")),
  pair("inertia", "OUT"), pair("reciprocity", "IN"),
  node("outdegree", "sent", "SOURCE"), node("indegree", "received", "TARGET"),
  paste0('<statistic name="otp" type="TRIANGLE_STATISTIC" dyad.attr.name.1="past" direction.1="OUT" ',
    'dyad.attr.name.2="past" direction.2="IN"><function.combine.serial type="MIN"/></statistic>'),
  paste0('<observation name="ACT" type="DEFAULT_DYADIC_OBS" exclude.loops="true" ',
    'source.is.non.zero.on.attr="present" target.is.non.zero.on.attr="present" ',
    'apply.case.control.sampling="true" ', sprintf('number.of.non.events="%d" ', controls),
    'non.events.are.per.observed.event="true"><consider.event.type name="act"/></observation>'),
  '</eventnet.configuration>'
)
file <- file.path(folder, "sampled.xml")
writeLines(configuration, file)
dir.create(file.path(folder, "sampled"), showWarnings = FALSE)
seconds <- system.time({
  status <- system2("java", c("-jar", shQuote(jar), shQuote(file)), stdout = FALSE, stderr = FALSE)
  if (status != 0) stop("eventnet ended with status ", status)
  written <- list.files(file.path(folder, "sampled"), pattern = "[.]csv$", full.names = TRUE)
  drawn <- do.call(rbind, lapply(written, read.csv))
  names(drawn) <- tolower(names(drawn))
  fit <- coxph(Surv(rep(1, nrow(drawn)), is_observed) ~ inertia + reciprocity + outdegree + indegree + otp +
    strata(time), data = drawn, ties = "breslow")
})[["elapsed"]]
print_list <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")
b <- coef(fit)
cat(sprintf('{"peer":"eventnet, %d controls, survival %s","seconds":%.6f,"names":["%s"],"coefficients":%s}\n',
  controls, packageVersion("survival"), seconds, paste(names(b), collapse = '","'), print_list(b)))
