using System.Runtime.CompilerServices;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Tests.Transactions;

namespace ActorPbx.Sip.Tests.Proxying;

/// <summary>What a proxy keeps of a call for the 64·T1 that its transactions last: at a thousand calls a second that is all its memory.</summary>
public sealed class ProxyMemoryTests
{
    private readonly ProxyBench _bench = new();

    [Fact]
    public void The_request_is_let_go_once_its_success_was_passed_on_and_further_ones_still_pass()
    {
        WeakReference request = AnswerAndForget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        request.IsAlive.ShouldBeFalse();
        _bench.Answer(6001, 200);
        _bench.Answer(6001, 200, "carol");
        _bench.Take().ShouldBe("5070:200 5070:200");
    }

    // In a frame of its own, so that no register keeps the request alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference AnswerAndForget()
    {
        SipRequest invite = Sample.Request("INVITE");
        _bench.Arrive(invite);
        _bench.Answer(6001, 200);
        _bench.Take().ShouldBe("5070:100 6001:INVITE 5070:200");
        _bench.Forget();
        return new WeakReference(invite);
    }
}
