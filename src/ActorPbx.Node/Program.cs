using ActorPbx.Node.Cli;
using ActorPbx.Node.Cli.Output;

return await new CommandLine(json => new CliOutput(Console.Out, Console.Error, json, terminal: !Console.IsOutputRedirected)).RunAsync(args);
