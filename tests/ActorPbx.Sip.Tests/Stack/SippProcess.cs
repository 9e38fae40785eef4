using System.Diagnostics;

namespace ActorPbx.Sip.Tests.Stack;

/// <summary>The sipp program of Debian's sip-tester.</summary>
internal static class SippProcess
{
    private const string Program = "/usr/bin/sipp";
    private const int PatienceMilliseconds = 60_000;

    // What sipp ends with when it could not bind a socket, before its first call.
    private const int CannotBind = 254;

    /// <summary>Runs a scenario to its end and expects all of its calls to succeed.</summary>
    public static void Run(params string[] arguments)
    {
        // Two that start in one moment may choose the same free port.
        for (int tries = 3; RunOnce(arguments) == CannotBind; tries--)
            tries.ShouldBeGreaterThan(1, "sipp found no port");
    }

    private static int RunOnce(string[] arguments)
    {
        using Process process = Start([.. arguments, "-timeout", "45", "-timeout_error"]);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        bool ended = process.WaitForExit(PatienceMilliseconds);
        if (!ended) process.Kill();
        ended.ShouldBeTrue("sipp did not end");
        process.ExitCode.ShouldBeOneOf([0, CannotBind], $"{output.Result}\n{errors.Result}");
        return process.ExitCode;
    }

    public static Process Start(params string[] arguments)
    {
        File.Exists(Program).ShouldBeTrue("the package sip-tester is not installed");
        var start = new ProcessStartInfo(Program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        start.ArgumentList.Add("-nostdin");
        start.ArgumentList.Add("-max_socket");
        start.ArgumentList.Add("500");
        // sipp takes "-i" from its host's name if it is not told.
        if (!arguments.Contains("-i"))
        {
            start.ArgumentList.Add("-i");
            start.ArgumentList.Add("127.0.0.1");
        }

        return Process.Start(start)!;
    }
}
