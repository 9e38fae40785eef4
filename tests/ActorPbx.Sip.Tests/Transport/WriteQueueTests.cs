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

    [Fact]
    public void What_was_written_and_awaits_an_answer_is_reported_and_what_was_answered_is_not()
    {
        var queue = new WriteQueue(1000);
        queue.Open();
        Observer[] observers = [.. Enumerable.Range(0, 100).Select(_ => new Observer { AwaitsAnswer = true })];
        foreach (Observer observer in observers)
        {
            queue.Add(new byte[10], observer).ShouldBe(WriteQueue.Added.WriteNow);
            queue.TryTake(out _, out _).ShouldBeTrue();
            queue.TryTake(out _, out _).ShouldBeFalse();
        }

        foreach (Observer answered in observers[..98]) answered.AwaitsAnswer = false;
        queue.Close().ShouldBe(observers[98..]);
        queue.Close().ShouldBeNull();
    }

    [Fact]
    public void Who_was_answered_is_not_remembered_however_long_the_connection_lives()
    {
        var queue = new WriteQueue(1000);
        queue.Open();
        var answered = new List<WeakReference>();
        for (int i = 0; i < 1_000; i++) answered.Add(Answered(queue));
        GC.Collect();
        answered.Count(each => each.IsAlive).ShouldBeLessThan(10);
        GC.KeepAlive(queue);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Answered(WriteQueue queue)
    {
        var observer = new Observer { AwaitsAnswer = true };
        queue.Add(new byte[10], observer);
        queue.TryTake(out _, out _).ShouldBeTrue();
        queue.TryTake(out _, out _).ShouldBeFalse();
        observer.AwaitsAnswer = false;
        return new WeakReference(observer);
    }

    private sealed class Observer : ISendObserver
    {
        public bool AwaitsAnswer { get; set; }

        public void OnSendFailed(string why)
        {
        }
    }
}
