package io.daylake.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkRequest;

/** Clients of the SDK's own interfaces, with somebody between the caller and the service. */
public final class Clients {
  private static final Map<Method, Boolean> IS_CALL = new ConcurrentHashMap<>();

  /** Sees each call; the SDK's conveniences (builders, pages) are calls by then. */
  public interface Between {
    Object call(String operation, SdkRequest request, Sent sent);
  }

  /** The call as it reaches the service. */
  public interface Sent {
    Object lands(SdkRequest request);
  }

  private Clients() {}

  public static <T> T client(Class<T> type, T service, Between between) {
    InvocationHandler handler =
        (proxy, method, arguments) ->
            IS_CALL.computeIfAbsent(method, each -> isCall(each, service))
                ? between.call(
                    method.getName(),
                    (SdkRequest) arguments[0],
                    request -> invoke(method, service, with(request, arguments)))
                : method.isDefault()
                    ? InvocationHandler.invokeDefault(proxy, method, arguments)
                    : invoke(method, service, arguments);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object[] with(SdkRequest request, Object[] arguments) {
    Object[] others = arguments.clone();
    others[0] = request;
    return others;
  }

  private static boolean isCall(Method method, Object service) {
    try {
      Method there = service.getClass().getMethod(method.getName(), method.getParameterTypes());
      return !there.isDefault()
          && method.getParameterCount() > 0
          && SdkRequest.class.isAssignableFrom(method.getParameterTypes()[0]);
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private static Object invoke(Method method, Object service, Object[] arguments) {
    try {
      return method.invoke(service, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      } else if (e.getCause() instanceof Error thrown) {
        throw thrown;
      }
      throw new IllegalStateException(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
