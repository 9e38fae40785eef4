using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Event;
using Xunit.Abstractions;

namespace ActorPbx.Kernel.TestKit.Xunit2.Internals;

/// <summary>Writes log events into the output of the test that runs; it stops by itself when that test is over.</summary>
public class TestOutputLogger : ReceiveActor
{
    private readonly ITestOutputHelper _output;

    /// <summary>Writes to the output given.</summary>
    public TestOutputLogger(ITestOutputHelper output)
    {
        _output = output;
        Receive<LogEvent>(Write);
        Receive<InitializeLogger>(e =>
        {
            e.LoggingBus.Subscribe(Self, typeof(LogEvent));
            Sender.Tell(new LoggerInitialized());
        });
    }

    private void Write(LogEvent e)
    {
        try
        {
            _output.WriteLine(e.ToString());
        }
        catch (InvalidOperationException)
        {
            // xUnit refuses output once the test has ended.
            Context.Stop(Self);
        }
    }
}
