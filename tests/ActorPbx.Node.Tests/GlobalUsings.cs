global using Case = Shouldly.Case;
global using LogLevel = Microsoft.Extensions.Logging.LogLevel;
