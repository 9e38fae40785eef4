using ActorPbx.Cluster.Tests.Contract;
using ActorPbx.Kernel.TestKit.Configs;

namespace ActorPbx.Cluster.Tests.InProcess;

/// <summary>In virtual time, all on one thread.</summary>
public sealed class InProcessMembershipTests() : MembershipContract(TestConfigs.TestSchedulerConfig)
{
    private protected override string Dispatcher => CallingThreadDispatcher.Id;

    private protected override TimeSpan Glance => TimeSpan.Zero;

    protected override Task<IBusLab> OpenLab() => Task.FromResult<IBusLab>(new InProcessLab());

    private protected override void Pass() => ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromMilliseconds(50));
}

/// <summary>In virtual time, all on one thread.</summary>
public sealed class InProcessMessagesTests() : MessagesContract(TestConfigs.TestSchedulerConfig)
{
    private protected override string Dispatcher => CallingThreadDispatcher.Id;

    private protected override TimeSpan Glance => TimeSpan.Zero;

    protected override Task<IBusLab> OpenLab() => Task.FromResult<IBusLab>(new InProcessLab());

    private protected override void Pass() => ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromMilliseconds(50));
}
