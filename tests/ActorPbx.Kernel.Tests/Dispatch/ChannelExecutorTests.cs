using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;

namespace ActorPbx.Kernel.Tests.Dispatch;

public sealed class ChannelExecutorTests() : Kernel.TestKit.Xunit2.TestKit("""
    urgent { executor = channel-executor, channel-executor.priority = high }
    idle { executor = channel-executor, channel-executor.priority = idle }
    """)
{
    [Theory]
    [InlineData("urgent")]
    [InlineData("idle")]
    public void Actors_run_on_a_channel(string dispatcher)
    {
        IActorRef actor = Sys.ActorOf(Kernel.TestKit.TestActors.EchoActor.Props(this).WithDispatcher(dispatcher));
        for (int i = 0; i < 100; i++)
        {
            actor.Tell(i, TestActor);
        }

        for (int i = 0; i < 100; i++)
        {
            ExpectMsg(i);
        }
    }

    [Fact]
    public void The_priority_is_normal_where_none_is_said()
    {
        PriorityOf("executor = channel-executor").ShouldBe(TaskSchedulerPriority.Normal);
        PriorityOf("channel-executor.priority = high").ShouldBe(TaskSchedulerPriority.High);
        new ChannelExecutorConfigurator(null, Sys.Dispatchers.Prerequisites).Priority.ShouldBe(TaskSchedulerPriority.Normal);
    }

    [Fact]
    public void Channels_are_ordered_by_urgency()
    {
        TaskSchedulerPriority[] byUrgency =
            [TaskSchedulerPriority.Realtime, TaskSchedulerPriority.Normal, TaskSchedulerPriority.BelowNormal, TaskSchedulerPriority.Background];
        byUrgency.Select(WorkChannels.Place).ShouldBe([0, 1, 2, 3]);
    }

    private TaskSchedulerPriority PriorityOf(string section) =>
        new ChannelExecutorConfigurator(ConfigurationFactory.ParseString(section), Sys.Dispatchers.Prerequisites).Priority;
}
