// The actor runtime has a LogLevel too; here the one of Microsoft.Extensions.Logging is meant.
global using LogLevel = Microsoft.Extensions.Logging.LogLevel;
