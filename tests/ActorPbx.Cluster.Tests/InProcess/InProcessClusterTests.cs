using ActorPbx.Cluster.Tests.Contract;

namespace ActorPbx.Cluster.Tests.InProcess;

/// <summary>In virtual time, all on one thread.</summary>
public sealed class InProcessMembershipTests() : MembershipContract(VirtualTime.Config)
{
    private protected override string Dispatcher => CallingThreadDispatcher.Id;

    private protected override TimeSpan Glance => TimeSpan.Zero;

    protected override Task<IBusLab> OpenLab() => Task.FromResult<IBusLab>(new InProcessLab());

    private protected override void Pass() => VirtualTime.Advance(Sys, TimeSpan.FromMilliseconds(50));
}

/// <summary>In virtual time, all on one thread.</summary>
public sealed class InProcessMessagesTests() : MessagesContract(VirtualTime.Config)
{
    private protected override string Dispatcher => CallingThreadDispatcher.Id;

    private protected override TimeSpan Glance => TimeSpan.Zero;

    protected override Task<IBusLab> OpenLab() => Task.FromResult<IBusLab>(new InProcessLab());

    private protected override void Pass() => VirtualTime.Advance(Sys, TimeSpan.FromMilliseconds(50));
}

/// <summary>In real time: trunks and leases have timers of their own.</summary>
public sealed class InProcessTrunkCountTests() : TrunkCountContract(DefaultConfig)
{
    protected override Task<IBusLab> OpenLab() => Task.FromResult<IBusLab>(new InProcessLab());
}
