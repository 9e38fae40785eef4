using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace ActorPbx.Kernel.Actor;

/// <summary>Makes the instances of an actor in a way of its own.</summary>
public interface IIndirectActorProducer
{
    /// <summary>The class of what is made.</summary>
    Type ActorType { get; }

    /// <summary>Makes an instance.</summary>
    ActorBase Produce();

    /// <summary>Takes an instance back that is no longer used.</summary>
    void Release(ActorBase actor);
}

/// <summary>The ways in which props make actors.</summary>
internal static class ActorProducers
{
    private static readonly ConcurrentDictionary<(Type, ConstructorInfo), Func<object?[], ActorBase>> Compiled = new();

    public static IIndirectActorProducer Default { get; } = new DefaultProducer();

    public static IIndirectActorProducer Terminated { get; } = new TerminatedProducer();

    public static IIndirectActorProducer For(Type type, object[] args)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (typeof(IIndirectActorProducer).IsAssignableFrom(type))
        {
            return (IIndirectActorProducer)Activator.CreateInstance(type, args)!;
        }

        return typeof(ActorBase).IsAssignableFrom(type)
            ? new ConstructorProducer(type, args)
            : throw new ArgumentException($"Unknown actor producer [{type.FullName}]");
    }

    private sealed class DefaultProducer : IIndirectActorProducer
    {
        public Type ActorType => typeof(ActorBase);

        public ActorBase Produce() => throw new InvalidOperationException("No actor producer specified!");

        public void Release(ActorBase actor)
        {
        }
    }

    private sealed class TerminatedProducer : IIndirectActorProducer
    {
        public Type ActorType => typeof(ActorBase);

        public ActorBase Produce() => throw new InvalidOperationException("This actor has been terminated");

        public void Release(ActorBase actor)
        {
        }
    }

    private sealed class ConstructorProducer(Type type, object[] args) : IIndirectActorProducer
    {
        private Func<object?[], ActorBase>? _create;

        public Type ActorType => type;

        public ActorBase Produce()
        {
            Func<object?[], ActorBase>? create = _create ??= Find();
            return create is not null
                ? create(args)
                : (ActorBase)Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.CreateInstance, null, args, null)!;
        }

        public void Release(ActorBase actor)
        {
        }

        private Func<object?[], ActorBase>? Find()
        {
            if (type.IsAbstract)
            {
                return null;
            }

            ConstructorInfo[] fitting = [.. type.GetConstructors().Where(Fits)];
            return fitting.Length == 1 ? Compiled.GetOrAdd((type, fitting[0]), static key => Compile(key.Item2)) : null;
        }

        private bool Fits(ConstructorInfo constructor)
        {
            ParameterInfo[] parameters = constructor.GetParameters();
            if (parameters.Length != args.Length)
            {
                return false;
            }

            for (int i = 0; i < args.Length; i++)
            {
                Type wanted = parameters[i].ParameterType;
                bool fits = args[i] is null ? !wanted.IsValueType || Nullable.GetUnderlyingType(wanted) is not null : wanted.IsInstanceOfType(args[i]);
                if (!fits || wanted.IsByRef)
                {
                    return false;
                }
            }

            return true;
        }

        private static Func<object?[], ActorBase> Compile(ConstructorInfo constructor)
        {
            ParameterExpression arguments = Expression.Parameter(typeof(object?[]));
            IEnumerable<Expression> values = constructor.GetParameters().Select(
                (p, i) => Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), p.ParameterType));
            Expression body = Expression.Convert(Expression.New(constructor, values), typeof(ActorBase));
            return Expression.Lambda<Func<object?[], ActorBase>>(body, arguments).Compile();
        }
    }
}

/// <summary>Reads the values of a constructor call's arguments, the common forms without compiling anything.</summary>
internal static class ConstructorArguments
{
    public static object[] Of(NewExpression creation)
    {
        var values = new object[creation.Arguments.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ValueOf(creation.Arguments[i])!;
        }

        return values;
    }

    private static object? ValueOf(Expression expression)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return constant.Value;
            case MemberExpression { Member: FieldInfo field } member:
                return field.GetValue(member.Expression is null ? null : ValueOf(member.Expression));
            case MemberExpression { Member: PropertyInfo property } member when property.GetIndexParameters().Length == 0:
                return property.GetValue(member.Expression is null ? null : ValueOf(member.Expression), BindingFlags.DoNotWrapExceptions, null, null, null);
            case UnaryExpression { NodeType: ExpressionType.Convert, Method: null } convert when !convert.Type.IsValueType:
                return ValueOf(convert.Operand);
            default:
                return Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)();
        }
    }
}
