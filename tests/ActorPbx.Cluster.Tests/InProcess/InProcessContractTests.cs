using ActorPbx.Cluster.Tests.Contract;

namespace ActorPbx.Cluster.Tests.InProcess;

public sealed class InProcessPublishTests : PublishContract
{
    protected override Task<IBusLab> OpenLab() => Task.FromResult<IBusLab>(new InProcessLab());
}

public sealed class InProcessQueueTests : QueueContract
{
    protected override Task<IBusLab> OpenLab() => Task.FromResult<IBusLab>(new InProcessLab());
}

public sealed class InProcessSingletonTests : SingletonContract
{
    protected override Task<IBusLab> OpenLab() => Task.FromResult<IBusLab>(new InProcessLab());
}
