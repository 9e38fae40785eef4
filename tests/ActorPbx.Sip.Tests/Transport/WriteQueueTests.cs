using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Transport;

/// <summary>Who hears of it when a connection ends: everybody whose message was not written whole, and nobody else.</summary>
public class WriteQueueTests
{
    [Fact]
    public void What_is_being_written_when_the_connection_breaks_is_reported_like_what_waits()
    {
        var queue = new WriteQueue(1000);
        var (writing, waiting) = (new Observer(), new Observer());
        queue.Open();
        queue.Add(new byte[10], writing).ShouldBe(WriteQueue.Added.WriteNow);
        queue.TryTake(out _, out _).ShouldBeTrue();
        queue.Add(new byte[10], waiting).ShouldBe(WriteQueue.Added.Waits);
        queue.Close().ShouldNotBeNull().ShouldBe([writing, waiting], ignoreOrder: true);
    }

    [Fact]
    public void A_block_of_several_messages_is_reported_for_each()
    {
        var queue = new WriteQueue(1000);
        Observer[] observers = [new(), new()];
        foreach (Observer observer in observers) queue.Add(new byte[10], observer);
        queue.Add(new byte[10], null);
        queue.Open().ShouldBeTrue();
        queue.TryTake(out _, out _).ShouldBeTrue();
        queue.Close().ShouldNotBeNull().ShouldBe(observers, ignoreOrder: true);
    }

    [Fact]
    public void What_was_written_is_reported_no_more()
    {
        var queue = new WriteQueue(1000);
        queue.Open();
        queue.Add(new byte[10], new Observer());
        queue.TryTake(out _, out _).ShouldBeTrue();
        queue.TryTake(out _, out _).ShouldBeFalse();
        queue.Close().ShouldBeNull();
    }

    private sealed class Observer : ISendObserver
    {
        public void OnSendFailed(string why)
        {
        }
    }
}
